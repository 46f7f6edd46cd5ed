import { describe, expect, it } from 'vitest'
import { hunksOf, sideOf, textDiff, wordDiff, type Piece } from '../../layers/news/app/utils/diff'

const paragraph = (text: string, marks?: { type: string }[]) => ({ type: 'paragraph', content: text ? [{ type: 'text', text, ...(marks ? { marks } : {}) }] : [] })
const doc = (...texts: string[]) => ({ type: 'doc', content: texts.map(text => paragraph(text)) })
const join = (pieces: Piece[]) => pieces.map(piece => piece.text).join('')
const marked = (pieces: Piece[]) => pieces.map(({ kind, text }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[kind]).join('')

describe('words that changed', () => {
  it('are whole words in Kazakh and Russian', () => {
    expect(marked(wordDiff('Үкімет бюджетті бекітті', 'Үкімет бюджетті қабылдады'))).toBe('Үкімет бюджетті -бекітті-+қабылдады+')
    expect(marked(wordDiff('Ел әні', 'Ел ән'))).toBe('Ел -әні-+ән+')
    expect(marked(wordDiff('Мост открыт.', 'Мост был открыт!'))).toBe('Мост +был +открыт-.-+!+')
  })

  it('read as one change where only a space stands between them', () => {
    expect(marked(wordDiff('он сказал тихо вчера', 'он спросил громко вчера'))).toBe('он -сказал тихо-+спросил громко+ вчера')
  })

  it('keep every character of both sides', () => {
    const texts = ['', ' ', 'a\n\nb', '😀 ұ', 'Ә'.repeat(50), 'бір екі үш', 'үш  екі бір', 'e\u0301́', '<b>&amp;</b>']
    for (const before of texts) {
      for (const after of texts) {
        const pieces = wordDiff(before, after)
        expect([join(sideOf(pieces, 'before')), join(sideOf(pieces, 'after'))]).toEqual([before, after])
      }
    }
  })

  it('are given up where two long texts have nothing in common', () => {
    const [before, after] = ['бір ', 'екі '].map(word => Array.from({ length: 40_000 }, (_, i) => `${word}${i}`).join(' '))
    const begun = performance.now()
    const pieces = wordDiff(before!, after!)
    expect(performance.now() - begun).toBeLessThan(30_000)
    expect([join(sideOf(pieces, 'before')), join(sideOf(pieces, 'after'))]).toEqual([before, after])
  })
})

describe('a text that changed', () => {
  it('folds what stayed, and lays a paragraph beside what became of it', () => {
    const { parts, hidden } = textDiff(doc('Бірінші', 'Екінші абзац осында', 'Үшінші', 'Төртінші'), doc('Бірінші', 'Жаңа', 'Екінші абзац мұнда', 'Төртінші'))
    expect(hidden).toBe(0)
    expect(parts.map(part => part.kind)).toEqual(['same', 'added', 'changed', 'removed', 'same'])
    expect(parts.map(part => part.kind === 'same' ? part.blocks : marked(part.pieces))).toEqual([1, '+Жаңа+', 'Екінші абзац -осында-+мұнда+', '-Үшінші-', 1])
  })

  it('says that only the formatting changed', () => {
    const { parts } = textDiff(doc('Сөз'), { type: 'doc', content: [paragraph('Сөз', [{ type: 'bold' }])] })
    expect(parts).toMatchObject([{ kind: 'changed', formatting: true }])
  })

  it('tells one picture from another with the same caption', () => {
    const picture = (pictureId: number) => ({ type: 'doc', content: [{ type: 'picture', attrs: { pictureId, caption: 'Астана' } }] })
    const [row] = textDiff(picture(4), picture(5)).parts
    expect(row).toMatchObject({ kind: 'changed', formatting: false })
  })

  it('answers soon on 20,000 paragraphs, alike and not, and says what it does not show', () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `Абзац ${i}`)
    const begun = performance.now()
    const near = textDiff(doc(...long), doc(...long.map((text, i) => i === 9000 ? 'Өзгерді' : text)))
    expect(near.parts.map(part => part.kind)).toEqual(['same', 'changed', 'same'])
    const far = textDiff(doc(...long), doc(...long.map(text => `${text} ${text} басқа`)))
    expect(performance.now() - begun).toBeLessThan(30_000)
    expect(far.parts.length).toBe(250)
    expect(far.hidden).toBe(19_750)
  })

  it('has an empty document on either side', () => {
    expect(textDiff(doc(), doc('Жаңа')).parts).toMatchObject([{ kind: 'added' }])
    expect(textDiff(doc('Ескі'), { type: 'doc' }).parts).toMatchObject([{ kind: 'removed' }])
    expect(hunksOf(doc(), doc())).toEqual([])
  })
})
