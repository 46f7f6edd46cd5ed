// The panel's own words, so that a journey follows its locale files.
import { globSync, readFileSync } from 'node:fs'

const files = globSync('{i18n,layers/*/i18n}/locales/*.json', { cwd: new URL('..', import.meta.url) })

function deepMerge(into, from) {
  for (const [key, value] of Object.entries(from)) into[key] = typeof value === 'string' ? value : deepMerge(into[key] ?? {}, value)
  return into
}

const messages = {}
for (const file of files) {
  const language = file.match(/(\w+)\.json$/)[1]
  messages[language] = deepMerge(messages[language] ?? {}, JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')))
}

/** A message of the panel. */
export function say(key, values = {}, language = 'en') {
  const text = key.split('.').reduce((node, part) => node?.[part], messages[language])
  if (typeof text !== 'string') throw new Error(`no message ${key} in ${language}`)
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name])
}
