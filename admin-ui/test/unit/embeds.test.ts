import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { embedPage, isEmbed, parseEmbed } from '../../app/utils/embeds'
import { countWords, plainText } from '../../app/utils/document'

// The server's test of the same rules reads the same table.
const cases = JSON.parse(readFileSync(`${import.meta.dirname}/../../../api/internal/platform/richtext/testdata/embeds.json`, 'utf8')) as { address: string, provider?: string, ref?: string }[]

describe('an address of others', () => {
  it('has its cases', () => expect(cases.length).toBeGreaterThan(60))

  it.each(cases)('$address', ({ address, provider, ref }) => {
    expect(parseEmbed(address)).toEqual(provider ? { provider, ref } : undefined)
  })

  it('comes back from the page that a reference leads to', () => {
    for (const { provider, ref } of cases.filter(one => one.provider)) {
      const embed = { provider, ref } as Parameters<typeof embedPage>[0]
      expect(parseEmbed(embedPage(embed))).toEqual(embed)
    }
  })

  it('is never taken from a reference of another shape', () => {
    for (const ref of ['', 'dQw4w9WgXcQ"onload="', 'a/b', '../../../etc', null, 7]) expect(isEmbed('youtube', ref)).toBe(false)
    expect(isEmbed('vk', 'dQw4w9WgXcQ')).toBe(false)
    expect(isEmbed('__proto__', 'dQw4w9WgXcQ')).toBe(false)
  })
})

describe('a text with all kinds of blocks', () => {
  const words = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })
  const doc = { type: 'doc', content: [
    { type: 'table', content: [{ type: 'tableRow', content: [{ type: 'tableHeader', content: [words('Қала')] }, { type: 'tableCell', content: [words('Халқы саны')] }] }] },
    { type: 'gallery', content: [{ type: 'picture', attrs: { pictureId: 1, caption: 'Бірінші сурет' } }, { type: 'picture', attrs: { pictureId: 2, caption: '' } }] },
    { type: 'embed', attrs: { provider: 'youtube', ref: 'dQw4w9WgXcQ', caption: '' } },
    { type: 'embed', attrs: { provider: 'telegram', ref: 'baq_kz/1', caption: 'Үкімет арнасы' } },
    { type: 'infoBox', attrs: { title: 'Анықтама' }, content: [words('Ғылым')] },
    { type: 'related', attrs: { articleId: 42 } }
  ] }

  it('gives a line for each', () => {
    expect(plainText(doc)).toBe('Қала\nХалқы саны\n[Бірінші сурет]\n[…]\n[youtube dQw4w9WgXcQ]\n[Үкімет арнасы]\nАнықтама\nҒылым\n[→ 42]\n')
  })

  it('counts the words that somebody wrote', () => expect(countWords(doc)).toBe(9))
})
