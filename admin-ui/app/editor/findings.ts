import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

/** What a check of the text found at a place. */
export interface Finding {
  /** The ordinal of the paragraph or heading, in the order of the document. */
  block: number
  /** UTF-16 offsets within it; a line's end within the block counts one. */
  start: number
  end: number
  code: string
  message: string
  /** What probably should stand there; none or empty when there is no single answer. */
  suggestion?: string
}

/** A finding where it stands in the text as it is now. */
export interface PlacedFinding { finding: Finding, from: number, to: number }

const key = new PluginKey<DecorationSet>('findings')

/** Underlines what a check found; a finding goes when its words change. */
export const Findings = Extension.create({
  name: 'findings',
  addProseMirrorPlugins: () => [new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const fresh = tr.getMeta(key) as readonly Finding[] | undefined
        if (fresh) return DecorationSet.create(tr.doc, place(tr.doc, fresh))
        return tr.docChanged ? unchanged(set.map(tr.mapping, tr.doc), tr.doc) : set
      }
    },
    props: { decorations: state => key.getState(state) }
  })]
})

const textAt = (doc: Node, from: number, to: number) => doc.textBetween(from, to, '\n', '\n')

function place(doc: Node, findings: readonly Finding[]): Decoration[] {
  const blocks: { start: number, size: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) blocks.push({ start: pos + 1, size: node.content.size })
    return !node.isTextblock
  })
  return findings.flatMap((finding) => {
    const block = blocks[finding.block]
    if (!block || finding.start < 0 || finding.end > block.size || finding.start >= finding.end) return []
    const [from, to] = [block.start + finding.start, block.start + finding.end]
    const name = finding.code.replace(/[^\w-]/g, '-')
    return [Decoration.inline(from, to, { class: `finding finding-${name}` }, { finding, text: textAt(doc, from, to) })]
  })
}

function unchanged(set: DecorationSet, doc: Node): DecorationSet {
  return set.remove(set.find().filter(one => textAt(doc, one.from, one.to) !== one.spec.text))
}

/** Shows these findings instead of those before. */
export function showFindings(editor: Editor, findings: readonly Finding[]): void {
  editor.view.dispatch(editor.state.tr.setMeta(key, findings).setMeta('addToHistory', false))
}

/** The findings that are shown, in the order of the text. */
export function shownFindings(editor: Editor): PlacedFinding[] {
  const all = key.getState(editor.state)?.find() ?? []
  return all.map(({ from, to, spec }) => ({ finding: spec.finding as Finding, from, to })).sort((a, b) => a.from - b.from)
}

/** The finding that the cursor stands in. */
export function findingAtCursor(editor: Editor): PlacedFinding | undefined {
  const { from, to } = editor.state.selection
  return shownFindings(editor).find(one => one.from <= from && to <= one.to)
}

/** Selects a finding and brings it into view; false when its words are no longer there. */
export function goToFinding(editor: Editor, finding: Finding): boolean {
  const same = (one: Finding) => one.block === finding.block && one.start === finding.start && one.end === finding.end && one.code === finding.code
  const placed = shownFindings(editor).find(one => same(one.finding))
  if (!placed) return false
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, placed.from, placed.to)).scrollIntoView())
  editor.view.focus()
  return true
}

/** Writes the suggestion in place of what was found, marked as that was. */
export function replaceFinding(editor: Editor, { finding, from, to }: PlacedFinding): void {
  if (!finding.suggestion) return
  editor.view.dispatch(editor.state.tr.insertText(finding.suggestion, from, to))
  editor.view.focus()
}
