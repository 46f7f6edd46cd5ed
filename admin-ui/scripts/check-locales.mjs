// Fails on messages that are missing, unused, or not alike in all languages of the interface.
import { globSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const languages = ['kk', 'ru', 'en']
const complaints = []
const complain = text => complaints.push(text)
const read = path => readFileSync(resolve(root, path), 'utf8')

function flatten(value, prefix = '') {
  if (typeof value === 'string') return [[prefix, value]]
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key))
}

const placeholders = text => [...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort().join()

// What is defined: one folder of locale files for the shell and for each layer.
const defined = new Map()
for (const folder of ['i18n/locales', ...globSync('layers/*/i18n/locales', { cwd: root })]) {
  const messages = Object.fromEntries(languages.map(l => [l, new Map(flatten(JSON.parse(read(`${folder}/${l}.json`))))]))
  const keys = new Set(languages.flatMap(l => [...messages[l].keys()]))
  for (const key of keys) {
    if (defined.has(key)) complain(`${key} is defined in ${folder} and in ${defined.get(key)}`)
    defined.set(key, folder)
    const texts = languages.map(l => messages[l].get(key))
    languages.forEach((l, i) => {
      if (texts[i] === undefined) complain(`${folder}/${l}.json lacks ${key}`)
      else if (texts[i].trim() === '') complain(`${folder}/${l}.json: ${key} is empty`)
    })
    if (new Set(texts.filter(Boolean).map(placeholders)).size > 1) complain(`${key}: the languages have different placeholders`)
  }
}

// What is used: t('key'), and t(`prefix.${...}`) for all below the prefix.
const sources = globSync('{app,layers/*/app}/**/*.{vue,ts}', { cwd: root })
const used = new Set()
const prefixes = new Set()
for (const path of sources) {
  const text = read(path)
  for (const [, key] of text.matchAll(/'([a-z]\w*(?:\.\w+)+)'/g)) if (defined.has(key)) used.add(key)
  for (const [, key] of text.matchAll(/\bte?\(\s*'([^']+)'/g)) if (!defined.has(key)) complain(`${path} uses ${key}, which is nowhere defined`)
  for (const [, prefix] of text.matchAll(/\bte?\(\s*`([\w.]*)\$\{/g)) prefixes.add(prefix)
  if (path.endsWith('.vue') && /[Ѐ-ӿ]/.test(text.replace(/\/\/.*|\/\*[^]*?\*\//g, '').replaceAll('№', ''))) complain(`${path} holds a text that belongs into the locale files`)
}
// The navigation names each section by its layer: `${name}.title`.
const byName = key => /^\w+\.title$/.test(key) && prefixes.has('')
for (const key of defined.keys()) {
  if (!used.has(key) && !byName(key) && ![...prefixes].some(p => p && key.startsWith(p))) complain(`${key} is unused`)
}

if (complaints.length) {
  console.error(complaints.sort().join('\n'))
  process.exit(1)
}
console.log(`${defined.size} messages in ${languages.join(', ')}: complete and in use`)
