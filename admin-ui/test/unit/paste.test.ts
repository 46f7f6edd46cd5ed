import { readFileSync } from 'node:fs'
import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { pasteHtml as pasteParsed, pastePlain } from '../../app/utils/paste'
import { blocksToHtml } from '../../app/utils/paste-html'
import { cleanText, pastedAddress, shifted } from '../../app/utils/paste-text'

// Unlike a browser's parser this one would fetch what frames show.
const { DOMParser } = new Window({ settings: { disableIframePageLoading: true, disableJavaScriptFileLoading: true, disableCSSFileLoading: true } })
const pasteHtml = (source: string) => pasteParsed(source, text => new DOMParser().parseFromString(text, 'text/html') as unknown as Document)
const fixture = (name: string) => pasteHtml(readFileSync(`${import.meta.dirname}/fixtures/${name}.html`, 'utf8'))
const html = (source: string) => blocksToHtml(pasteHtml(source).blocks)

describe('a paste from Word', () => {
  const pasted = fixture('word')
  it('keeps titles, marks, real lists and the table', () => expect(blocksToHtml(pasted.blocks)).toBe(
    '<h2>Жаңа мектептер туралы</h2><h2>Барлығы 12 мектеп</h2>'
    + '<p>Қазақстанда биыл <strong>он екі</strong> мектеп ашылады.</p>'
    + '<ul><li><p>Астана — бесеу</p><ul><li><p>Есіл ауданы</p></li></ul></li><li><p>Алматы — <em>жетеу</em></p></li></ul>'
    + '<p>Тәртібі:</p><ol start="3"><li><p>Тендер</p></li><li><p>Құрылыс</p></li></ol>'
    + '<p>Ауданы 120\u00A0м², аз CO₂.</p>'
    + '<table><tr><td colspan="1" rowspan="1"><p><strong>Қала</strong></p></td><td colspan="2" rowspan="1"><p><strong>Саны</strong></p></td></tr>'
    + '<tr><td colspan="1" rowspan="1"><p>Астана</p></td><td colspan="1" rowspan="1"><p>5</p></td><td colspan="1" rowspan="1"><p></p></td></tr></table>'))

  it('says what stayed behind', () => {
    expect(pasted.pictures).toBe(1)
    expect(pasted.notes).toBeGreaterThanOrEqual(4)
    expect(pasted.cut).toBe(false)
  })
})

describe('a paste from Google Docs', () => {
  it('is not all bold, and has no footnotes and comments', () => expect(blocksToHtml(fixture('google-docs').blocks)).toBe(
    '<h2>Сводка за день</h2><p>Обычный текст, <strong>важное</strong><em> и курсив</em><s> лишнее</s>, <a href="https://stat.gov.kz/ru">данные</a>.</p>'
    + '<ul><li><p>первый</p><ul><li><p>вложенный</p></li></ul></li><li><p>второй</p></li></ul>'
    + '<table><tr><td colspan="1" rowspan="1"><p>а</p></td><td colspan="1" rowspan="1"><p>б</p></td></tr></table><h3>Мелкий заголовок</h3>'))
})

describe('a paste from LibreOffice', () => {
  it('keeps numbers, heads and spans', () => expect(blocksToHtml(fixture('libre-office').blocks)).toBe(
    '<h2>Құрылыс</h2><p>Бірінші <strong>маңызды</strong> жол.</p>'
    + '<ol start="4"><li><p>төртінші</p></li><li><p>бесінші</p><ul><li><p>ішкі</p></li></ul></li></ol>'
    + '<table><tr><th colspan="1" rowspan="1"><p>Жыл</p></th><th colspan="1" rowspan="1"><p>Саны</p></th></tr>'
    + '<tr><td colspan="1" rowspan="2"><p>2026</p></td><td colspan="1" rowspan="1"><p>1</p><ul><li><p>тармақ</p></li></ul></td></tr><tr><td colspan="1" rowspan="1"><p>2</p></td></tr></table>'))
})

describe('a paste from a news site', () => {
  const pasted = fixture('news-site')
  it('is its text, without the page around it', () => expect(blocksToHtml(pasted.blocks)).toBe(
    '<h2>В Астане открыли мост</h2><p>12 ноября</p><p>Первый абзац после<br>переноса.</p>'
    + '<p>Второй абзац с пробелами и ссылкой-ловушкой, <a href="https://gov.kz/doc?id=5">документом</a> и данными.</p>'
    + '<h3>Что дальше</h3><p>Движение <strong>откроют</strong> 1 января 👨‍👩‍👧 🎉</p>'
    + '<blockquote><p>Мы ждали этого моста</p><p>— аким города</p></blockquote>'
    + '<div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div><div data-embed="x" data-ref="baq_kz/status/1790000000000000000"></div>'
    + '<div data-embed="telegram" data-ref="baq_kz/4321"></div><div data-embed="instagram" data-ref="p/CxYz_12-AbC"></div>'
    + '<div data-embed="facebook" data-ref="baq.kz/posts/pfbid02AbC"></div><div data-embed="tiktok" data-ref="@baq.kz/video/7300000000000000000"></div>'
    + '<p>Вёрстка</p><p>таблицей</p><p>Перевёрнутый текст соскрытым мусором</p>'))

  it('counts the pictures that it left out, not the pixels', () => expect(pasted.pictures).toBe(2))
})

describe('pasted HTML', () => {
  it.each([
    ['mixes text and blocks', 'а<div>б<p>в</p>г</div>', '<p>а</p><p>б</p><p>в</p><p>г</p>'],
    ['has a title in an item', '<ul><li><h2>а</h2></li><li><ul><li>б</li></ul></li></ul>', '<ul><li><p>а</p></li><li><p></p><ul><li><p>б</p></li></ul></li></ul>'],
    ['has a table in an item', '<ul><li><table><tr><td>а</td><td>б</td></tr></table></li></ul>', '<ul><li><p>а</p><p>б</p></li></ul>'],
    ['has a quote in a quote', '<blockquote>а<blockquote>б</blockquote></blockquote>', '<blockquote><p>а</p><p>б</p></blockquote>'],
    ['has a frame in a quote', '<blockquote><iframe src="https://youtu.be/dQw4w9WgXcQ"></iframe></blockquote>', '<blockquote><p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">https://www.youtube.com/watch?v=dQw4w9WgXcQ</a></p></blockquote>'],
    ['has a table of one column', '<table><tr><td>а</td></tr><tr><td>б</td></tr></table>', '<p>а</p><p>б</p>'],
    ['has lines', '<pre>а\n  б\n\nв</pre>', '<p>а<br>б</p><p>в</p>'],
    ['types its bullets', '<p>• бір</p><p>• екі</p>', '<ul><li><p>бір</p></li><li><p>екі</p></li></ul>'],
    ['closes nothing', '<p><b>а<i>б<p>в', '<p><strong>а</strong><strong><em>б</em></strong></p><p><strong><em>в</em></strong></p>'],
    ['holds markup as text', '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; "к"</p>', '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;к&quot;</p>'],
    ['breaks out of an address', '<a href="https://a.kz/&quot;onmouseover=&quot;x">а</a>', '<p><a href="https://a.kz/&quot;onmouseover=&quot;x">а</a></p>'],
    ['is empty', '<p>&nbsp;</p><div><br></div>\n', '']
  ])('%s', (_, source, result) => expect(html(source)).toBe(result))

  it('spans no further than the contract allows', () => {
    expect(html('<table><tr><td colspan="9" rowspan="-4">а</td><td rowspan="1e9">б</td></tr></table>')).toContain('colspan="9" rowspan="1"')
    expect(html('<table><tr><td colspan="0">а</td><td rowspan="500">б</td></tr></table>')).toContain('rowspan="20"')
    expect(html(`<table><tr>${'<td>x</td>'.repeat(21)}</tr></table>`)).toBe(`<p>${Array(21).fill('x').join(' | ')}</p>`)
    expect(pasteHtml(`<table>${'<tr><td>x</td><td>y</td></tr>'.repeat(450)}</table>`).blocks.map(table => table.content!.length)).toEqual([200, 200, 50])
  })
})

describe('hostile and huge HTML', () => {
  const quick = (source: string) => {
    const begun = performance.now()
    const pasted = pasteHtml(source)
    expect(performance.now() - begun).toBeLessThan(50_000) // a guard against a hang, not a benchmark
    return pasted
  }

  it('600 elements within each other', () => expect(blocksToHtml(quick(`${'<div>'.repeat(650)}терең${'</div>'.repeat(600)}`).blocks)).toBe('<p>терең</p>'))
  it('lists without end', () => {
    const deep = quick(`${'<ul><li>а'.repeat(60)}`)
    const depth = (nodes = deep.blocks): number => 1 + Math.max(0, ...nodes.map(node => node.content ? depth(node.content) : 0))
    expect(depth()).toBeLessThan(20)
    expect(blocksToHtml(deep.blocks).match(/а/g)).toHaveLength(60)
  })
  it('5 MB of paragraphs', () => {
    const pasted = quick('<p>Бір сөйлем мәтін, тағы да мәтін.</p>'.repeat(100_000))
    expect(pasted.cut).toBe(true)
    expect(pasted.blocks.length).toBe(10_000)
  })
  it('a word of a million letters and more', () => {
    const pasted = quick(`<p>${'а'.repeat(1_000_001)}</p><p>соңы</p>`)
    expect(pasted.cut).toBe(true)
    expect(pasted.blocks.map(block => block.content![0]!.text!.length)).toEqual([1_000_000])
  })
  it('more posts than a text may hold', () => {
    const blocks = quick('<p>https://youtu.be/dQw4w9WgXcQ</p>'.repeat(60)).blocks
    expect(blocks.filter(block => block.type === 'embed')).toHaveLength(50)
    expect(blocks).toHaveLength(60)
  })
})

describe('pasted plain text', () => {
  it('has a paragraph for each part that empty lines divide', () => {
    expect(blocksToHtml(pastePlain('бір\r\nекі\r\n\r\n \t\nүш  төрт').blocks)).toBe('<p>бір<br>екі</p><p>үш төрт</p>')
  })
  it('has a paragraph for each line where none is empty', () => expect(blocksToHtml(pastePlain('бір\nекі').blocks)).toBe('<p>бір</p><p>екі</p>'))
  it('is never read as markup', () => expect(blocksToHtml(pastePlain('<b>а</b>').blocks)).toBe('<p>&lt;b&gt;а&lt;/b&gt;</p>'))
})

describe('pasted characters', () => {
  it.each([
    ['а\u00ADб\u200Bв\uFEFF', 'абв'], ['10\u00A0000', '10\u00A0000'], ['а \u00A0 б', 'а б'], ['\u202Eолло\u202C', 'олло'], ['\u2066x\u2069\u200E', 'x'],
    ['и\u0306', 'й'], ['👨\u200D👩\u200D👧', '👨\u200D👩\u200D👧'], ['а\u200Dб', 'аб'], ['\uD800x', '\uFFFDx'], ['a\tb\nc', 'a b c'], ['\uF0B7 а', ' а'], ['әғқңөұүһі', 'әғқңөұүһі']
  ])('%j', (raw, clean) => expect(cleanText(raw)).toBe(clean))

  it.each([
    ['https://baq.kz/a?b=1', 'https://baq.kz/a?b=1'], ['mailto:info@baq.kz', 'mailto:info@baq.kz'], ['/path', undefined], ['#top', undefined], ['javascript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined], ['https://a@b.kz/', undefined], ['https://b.kz/\\x', undefined], ['file:///C:/x', undefined], [`https://a.kz/${'x'.repeat(2000)}`, undefined],
    ['https://a.kz/?utm_source=x&id=3&gclid=1', 'https://a.kz/?id=3'], ['https://www.google.com/url?q=javascript:alert(1)', undefined]
  ])('%s', (href, address) => expect(pastedAddress(href)).toBe(address))

  it('raises and lowers numbers only', () => {
    expect([shifted('2', true), shifted(' 10', false), shifted('ая', true)]).toEqual(['²', '₁₀', 'ая'])
  })
})
