// @vitest-environment happy-dom
import { existsSync, readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { Editor, type JSONContent } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import { expect, it, vi } from 'vitest'
import { schema } from '../../app/editor/schema'
import { canonical, plainText } from '../../app/utils/document'

vi.mock('../../app/editor/EditorPicture.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorGallery.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorEmbed.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorInfoBox.vue', () => ({ default: {} }))
vi.mock('../../app/editor/EditorRelated.vue', () => ({ default: {} }))

const bare = StarterKit.configure({
  blockquote: false, bold: false, bulletList: false, code: false, codeBlock: false, dropcursor: false, gapcursor: false, heading: false, horizontalRule: false,
  italic: false, listItem: false, listKeymap: false, link: false, orderedList: false, strike: false, underline: false, trailingNode: false
})
const folder = resolve('../../shared/data/news') + sep // beside the project, where it is there
const files = ['kk_official_2011-2015.jsonl', 'ru_nerel.jsonl']

/** The bodies of real news, Russian twins included. */
function bodies(file: string): string[] {
  const items = readFileSync(folder + file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line) as { body: string, ru_body?: string | null })
  return items.flatMap(item => [item.body, item.ru_body ?? '']).filter(text => text.trim() !== '')
}

function documentOf(body: string): JSONContent {
  const lines = body.split('\n').map(line => line.trim()).filter(Boolean)
  return { type: 'doc', content: lines.map(text => ({ type: 'paragraph', content: [{ type: 'text', text }] })) }
}

it.skipIf(!existsSync(folder))('opens real texts and gives them back unchanged', () => {
  let count = 0
  for (const body of files.flatMap(bodies)) {
    const before = documentOf(body)
    const editor = new Editor({ element: null, extensions: [bare, ...schema], content: before, enableContentCheck: true, onContentError: ({ error }) => { throw error } })
    editor.state.doc.check()
    const after = editor.getJSON()
    editor.destroy()
    expect(canonical(after)).toBe(canonical(before))
    expect(plainText(after).split('\n').filter(Boolean)).toEqual(body.split('\n').map(line => line.trim()).filter(Boolean))
    count++
  }
  expect(count).toBeGreaterThan(1200)
}, 120_000)
