// @vitest-environment happy-dom
import { Editor, type JSONContent } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CleanPaste } from '../../app/editor/clean-paste'
import { findingAtCursor, Findings, goToFinding, replaceFinding, showFindings, shownFindings, type Finding } from '../../app/editor/findings'
import { movePicture } from '../../app/editor/gallery'
import { ToolKeys } from '../../app/editor/keys'
import { schema } from '../../app/editor/schema'
import { toolOfKey, tools } from '../../app/editor/tools'

// The blocks' looks; what they mean is tested here, how they look by the journeys.
vi.mock('../../app/editor/EditorPicture.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorGallery.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorEmbed.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorInfoBox.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorRelated.vue', () => ({ default: {} }))

const bare = StarterKit.configure({
  blockquote: false, bold: false, bulletList: false, code: false, codeBlock: false, dropcursor: false, gapcursor: false, heading: false, horizontalRule: false,
  italic: false, listItem: false, listKeymap: false, link: false, orderedList: false, strike: false, underline: false, trailingNode: false
})
const p = (text?: string): JSONContent => text ? { type: 'paragraph', content: [{ type: 'text', text }] } : { type: 'paragraph' }
const picture = (pictureId: number) => ({ type: 'picture', attrs: { pictureId, caption: '' } })
let editor: Editor

function open(...content: JSONContent[]): Editor {
  editor = new Editor({ element: document.createElement('div'), extensions: [bare, ...schema, Findings, CleanPaste, ToolKeys], content: { type: 'doc', content } })
  return editor
}
const blocks = () => editor.getJSON().content!
const kinds = () => blocks().map(block => block.type)
afterEach(() => {
  editor.state.doc.check()
  editor.destroy()
})

describe('blocks that take the whole column', () => {
  it('stand at the top, wherever the cursor was', () => {
    open({ type: 'bulletList', content: [{ type: 'listItem', content: [p('а')] }] }, { type: 'blockquote', content: [p('б')] })
    editor.chain().setTextSelection(3).insertTable().run()
    editor.chain().setTextSelection(editor.state.doc.content.size - 2).insertEmbed({ provider: 'x', ref: 'baq_kz/status/12345' }).run()
    expect(kinds()).toEqual(['bulletList', 'table', 'paragraph', 'blockquote', 'embed', 'paragraph'])
  })

  it('take the place of an empty line, and leave one to go on', () => {
    open(p('а'), p())
    editor.chain().setTextSelection(4).insertRelated(42).run()
    expect(blocks()).toEqual([p('а'), { type: 'related', attrs: { articleId: 42 } }, p()])
    editor.commands.insertContent('әрі қарай')
    expect(blocks().at(-1)).toEqual(p('әрі қарай'))
  })

  it('have the contract\'s attributes and no others', () => {
    open(p())
    editor.chain().insertTable({ rows: 1, cols: 2 }).run()
    const cell = (type: string) => ({ type, attrs: { colspan: 1, rowspan: 1 }, content: [p()] })
    expect(blocks()[0]).toEqual({ type: 'table', content: [{ type: 'tableRow', content: [cell('tableHeader'), cell('tableHeader')] }] })
    editor.chain().setTextSelection(editor.state.doc.content.size - 1).insertEmbed({ provider: 'youtube', ref: 'dQw4w9WgXcQ' }).insertInfoBox().run()
    expect(blocks().slice(1, 3)).toEqual([{ type: 'embed', attrs: { provider: 'youtube', ref: 'dQw4w9WgXcQ', caption: '' } }, { type: 'infoBox', attrs: { title: '' }, content: [p()] }])
  })

  it('are not more than a text may hold', () => {
    open(...Array.from({ length: 20 }, (_, i) => ({ type: 'related', attrs: { articleId: i + 1 } })), p())
    expect(editor.chain().insertRelated(21).run()).toBe(false)
    expect(editor.chain().insertGallery(Array.from({ length: 31 }, (_, i) => ({ pictureId: i + 1, caption: '' }))).run()).toBe(false)
    expect(kinds()).toHaveLength(21)
  })
})

describe('a table', () => {
  it('grows no further than the contract', () => {
    open(p())
    editor.chain().insertTable({ rows: 200, cols: 20 }).run()
    editor.commands.addRowAfter()
    editor.commands.addColumnAfter()
    const [table] = blocks()
    expect([table!.content!.length, table!.content![0]!.content!.length]).toEqual([200, 20])
    editor.commands.deleteRow()
    expect(blocks()[0]!.content).toHaveLength(199)
  })

  it('takes a picture behind itself, not into a cell', () => {
    open(p())
    editor.chain().insertTable().insertPicture({ pictureId: 7, caption: '' }).run()
    expect(kinds()).toEqual(['table', 'picture', 'paragraph'])
  })
})

describe('a gallery', () => {
  it('becomes a picture when one is left', () => {
    open({ type: 'gallery', content: [picture(1), picture(2)] }, p())
    editor.commands.deleteRange({ from: 1, to: 2 })
    expect(blocks()).toEqual([picture(2), p()])
  })

  it('is put in another order', () => {
    open({ type: 'gallery', content: [picture(1), picture(2), picture(3)] }, p())
    expect(movePicture(editor, 2, -1)).toBe(1)
    expect(movePicture(editor, 2, 1)).toBe(3)
    expect(movePicture(editor, 3, 1)).toBeUndefined()
    expect(blocks()[0]!.content!.map(one => one.attrs!.pictureId)).toEqual([2, 3, 1])
  })

  it('takes more pictures, up to thirty', () => {
    open({ type: 'gallery', content: [picture(1), picture(2)] }, p())
    const more = Array.from({ length: 28 }, (_, i) => ({ pictureId: i + 3, caption: '' }))
    expect(editor.commands.addToGallery(0, more)).toBe(true)
    expect(editor.commands.addToGallery(0, [{ pictureId: 99, caption: '' }])).toBe(false)
    expect(blocks()[0]!.content).toHaveLength(30)
  })
})

describe('an info box', () => {
  it('has small headings only', () => {
    open({ type: 'infoBox', attrs: { title: 'Анықтама' }, content: [p('а')] })
    editor.chain().setTextSelection(2).toggleHeading({ level: 2 }).run()
    expect(blocks()[0]!.content![0]!.attrs).toEqual({ level: 3 })
  })

  it('is left by Enter on its empty last line', () => {
    open({ type: 'infoBox', attrs: { title: '' }, content: [p('а'), p()] })
    editor.commands.setTextSelection(5)
    editor.view.someProp('handleKeyDown', handle => handle(editor.view, new KeyboardEvent('keydown', { key: 'Enter' })))
    editor.commands.insertContent('сыртында')
    expect(blocks()).toEqual([{ type: 'infoBox', attrs: { title: '' }, content: [p('а')] }, p('сыртында')])
  })
})

describe('what is pasted', () => {
  it('comes as blocks of the schema', () => {
    open(p())
    editor.view.pasteHTML('<h1>Тақырып</h1><p>https://youtu.be/dQw4w9WgXcQ</p><table><tr><td colspan="2">а</td></tr><tr><td>б</td><td>в</td></tr></table><ol start="7"><li>г</li></ol>')
    expect(kinds()).toEqual(['heading', 'embed', 'table', 'orderedList'])
    expect(blocks()[2]!.content![0]!.content![0]!.attrs).toEqual({ colspan: 2, rowspan: 1 })
    expect(blocks()[3]!.attrs).toEqual({ start: 7 })
  })

  it('goes into the sentence when it is one', () => {
    open(p('бір үш'))
    editor.commands.setTextSelection(4)
    editor.view.pasteHTML('<p> екі</p>')
    expect(editor.getText()).toBe('бірекі үш')
  })

  it('is taken back by itself', () => {
    open(p())
    editor.view.pasteHTML('<p>бірінші</p>')
    editor.view.pasteHTML('<p>екінші</p><p>үшінші</p>')
    editor.commands.undo()
    expect(blocks()).toEqual([p('бірінші')])
  })

  it('can lie about coming from an editor, and gains nothing', () => {
    open(p())
    editor.view.pasteHTML('<div data-pm-slice="0 0 []"></div><blockquote><div data-embed="youtube" data-ref="x&quot;onload"></div><p>а</p></blockquote><div data-embed="evil" data-ref="dQw4w9WgXcQ"></div><figure data-picture-id="-1"></figure><div data-article-id="1e99"></div><p><a href="javascript:alert(1)">б</a><a href="ftp://a.kz/">в</a></p><table><tr><td rowspan="999">г</td></tr></table>')
    const json = JSON.stringify(blocks())
    expect(json).not.toMatch(/javascript|onload|evil|ftp|"picture|related|999/)
    expect(editor.getText()).toMatch(/а[^]*бв[^]*г/)
  })

  it('as plain text keeps its paragraphs and the marks around', () => {
    open(p())
    editor.chain().toggleBold().run()
    editor.view.pasteText('бір\n\nекі')
    expect(blocks().map(block => block.content![0])).toEqual([{ type: 'text', text: 'бір', marks: [{ type: 'bold' }] }, { type: 'text', text: 'екі', marks: [{ type: 'bold' }] }])
  })
})

describe('the keys of the tools', () => {
  const press = (code: string, more = {}) => toolOfKey({ code, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more })?.name
  it('go by their places', () => {
    expect(press('KeyB')).toBe('bold')
    expect(press('Digit2', { altKey: true })).toBe('heading2')
    expect(press('Slash')).toBe('help')
    expect(press('KeyS')).toBeUndefined() // saves
    expect(press('KeyK', { ctrlKey: false, metaKey: true })).toBe('link')
    expect(press('KeyB', { ctrlKey: false })).toBeUndefined()
  })

  it('are each one tool\'s', () => {
    const all = tools.flatMap(tool => (tool.keys ?? []).map(key => JSON.stringify([key.code, !!key.alt, !!key.shift])))
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('the findings of the text check', () => {
  const finding = (block: number, start: number, end: number, suggestion?: string): Finding => ({ block, start, end, code: 'doubled word', message: '…', suggestion })
  const text = () => shownFindings(editor).map(one => editor.state.doc.textBetween(one.from, one.to))

  it('stand where they were found, in cells and after line ends too', () => {
    open({ type: 'paragraph', content: [{ type: 'text', text: 'бір' }, { type: 'hardBreak' }, { type: 'text', text: 'екі 👍 үш' }] }, picture(1), { type: 'infoBox', attrs: { title: '' }, content: [p('төрт')] })
    showFindings(editor, [finding(0, 4, 7), finding(0, 11, 13), finding(1, 0, 4), finding(9, 0, 1), finding(1, 2, 99)])
    expect(text()).toEqual(['екі', 'үш', 'төрт'])
    expect(editor.view.dom.querySelector('.finding-doubled-word')?.textContent).toBe('екі')
  })

  it('move with the text, and go when their words change', () => {
    open(p('бір бір екі'))
    showFindings(editor, [finding(0, 4, 7), finding(0, 8, 11)])
    editor.commands.insertContentAt(1, 'Ал ')
    expect(text()).toEqual(['бір', 'екі'])
    editor.commands.insertContentAt(9, 'ы')
    expect(text()).toEqual(['екі'])
  })

  it('are followed when they are told again, and not put on other words', () => {
    open(p('бір бір екі екі'))
    const [one, two] = [{ ...finding(0, 4, 7), text: 'бір' }, { ...finding(0, 12, 15), text: 'екі' }]
    showFindings(editor, [one, two])
    editor.commands.insertContentAt(1, 'Ал ')
    showFindings(editor, [{ ...two }])
    expect(shownFindings(editor).map(found => [found.from, found.to])).toEqual([[16, 19]])
    showFindings(editor, [one])
    expect(shownFindings(editor)).toEqual([])
  })

  it('are found by the cursor, gone to and replaced', () => {
    open(p('Казакстан елі'))
    const one = finding(0, 0, 9, 'Қазақстан')
    showFindings(editor, [one])
    expect(goToFinding(editor, one)).toBe(true)
    replaceFinding(editor, findingAtCursor(editor)!)
    expect(editor.getText()).toBe('Қазақстан елі')
    expect(goToFinding(editor, one)).toBe(false)
  })
})
