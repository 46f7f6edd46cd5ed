import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const features = globSync('layers/*/app/**/*.{vue,ts}', { cwd: root })
const all = [...features, ...globSync('app/**/*.{vue,ts}', { cwd: root })]

describe('the panel\'s rules', () => {
  it('finds its sources', () => expect(features.length).toBeGreaterThan(40))

  it('features reach the UI kit through App* components only', () => {
    const breaches = features.filter(path => /<U[A-Z]\w+|@nuxt\/ui|reka-ui/.test(read(path)))
    expect(breaches).toEqual([])
  })

  it('only useApi and what lies below it speaks to the server', () => {
    const below = ['app/utils/transport.ts', 'app/plugins/1.api.ts', 'app/composables/useInterfaceLanguage.ts', 'app/utils/tus-stack.ts', 'app/utils/renewal.ts']
    const breaches = all.filter(path => !below.includes(path) && /\$fetch|useFetch|XMLHttpRequest|\bfetch\(|axios/.test(read(path)))
    expect(breaches).toEqual([])
  })

  it('no component is longer than 150 lines', () => {
    expect(all.filter(path => read(path).split('\n').length > 150)).toEqual([])
  })

  it('nothing names an outside address', () => {
    const breaches = all.filter(path => /https?:\/\/(?!\$|'|`| |\/|")[\w.-]+\.\w/.test(read(path)))
    expect(breaches).toEqual([])
  })

  it('no page puts HTML of its own making into the document', () => {
    expect(all.filter(path => /v-html|innerHTML/.test(read(path)))).toEqual([])
  })
})
