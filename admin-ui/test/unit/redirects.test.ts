import { describe, expect, it } from 'vitest'
import { cells, csvMost, readRedirects } from '../../layers/redirects/app/utils/redirect-csv'
import { readRedirectFilters } from '../../layers/redirects/app/utils/redirect-filters'

describe('a table of old addresses', () => {
  it('is read whatever divides its cells, in quotes or not, with any end of line', () => {
    expect(cells('a;"b ""c"";\nd";e\r\n f ;g')).toEqual([['a', 'b "c";\nd', 'e'], ['f', 'g']])
    expect(cells('a,b\tc,d')).toEqual([['a,b', 'c,d']])
    expect(cells('')).toEqual([['']])
  })
  it('names its columns in any order', () => {
    const [first, second, third] = readRedirects('\uFEFFPath;Target;Status;Language;Note\n/ескі/1;/news/zhana;302;kk;хат\n\n/gone;;410;ru;\n', 'kk')
    expect(first).toEqual({ line: 2, outcome: 'waiting', code: undefined, input: { language: 'kk', path: '/ескі/1', target: '/news/zhana', temporary: true, note: 'хат' } })
    expect(second).toEqual({ line: 4, outcome: 'waiting', code: undefined, input: { language: 'ru', path: '/gone', gone: true } })
    expect(third).toBeUndefined()
  })
  it('stands for language, path and target without names', () => {
    expect(readRedirects('kk,/a,/b\n,/c,/d', 'ru').map(task => task.input)).toEqual([{ language: 'kk', path: '/a', target: '/b' }, { language: 'ru', path: '/c', target: '/d' }])
  })
  it('refuses by the line what would hinder a whole request', () => {
    const text = ['language;path;target;status', 'kk;old;/b;', 'kaz;/a;/b;', 'kk;/a b;/b;', `kk;/${'x'.repeat(500)};/b;`, 'kk;/a;;', 'kk;/a;;301', 'kk;/a#b;/c;'].join('\n')
    expect(readRedirects(text, 'kk').map(task => [task.line, task.outcome, task.code])).toEqual([
      [2, 'refused', 'redirects.bad_path'], [3, 'refused', 'languages.unknown'], [4, 'refused', 'redirects.bad_path'], [5, 'refused', 'redirects.bad_path'],
      [6, 'refused', 'redirects.one_end'], [7, 'refused', 'redirects.one_end'], [8, 'refused', 'redirects.bad_path']
    ])
  })
  it('is known to be too long', () => {
    expect(readRedirects('kk,/a,/b\n'.repeat(csvMost + 5), 'kk')).toHaveLength(csvMost + 1)
  })
})

describe('the filters of redirects', () => {
  it('take from an address what makes sense', () => {
    expect(readRedirectFilters({ q: 'x', language: 'kk', origin: 'import', unused: '1' })).toEqual({ q: 'x', language: 'kk', origin: 'import', unused: '1' })
    expect(readRedirectFilters({ q: '', language: '../', origin: 'else', unused: '2' })).toEqual({ q: undefined, language: undefined, origin: undefined, unused: undefined })
  })
})
