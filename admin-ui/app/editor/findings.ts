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
  /** What stood there; where something else does by now, the finding is followed or left out. */
  text?: string
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
        if (fresh) return DecorationSet.create(tr.doc, place(tr.doc, fresh, set.map(tr.mapping, tr.doc)))
        return tr.docChanged ? unchanged(set.map(tr.mapping, tr.doc), tr.doc) : set
      }
    },
    props: { decorations: state => key.getState(state) }
  })]
})

const textAt = (doc: Node, from: number, to: number) => doc.textBetween(from, to, '\n', '\n')

function place(doc: Node, findings: readonly Finding[], before: DecorationSet): Decoration[] {
  const blocks: { start: number, size: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) blocks.push({ start: pos + 1, size: node.content.size })
    return !node.isTextblock
  })
  const shown = before.find()
  return findings.flatMap((finding) => {
    const block = blocks[finding.block]
    const found = block && finding.start >= 0 && finding.end <= block.size && finding.start < finding.end
      ? { from: block.start + finding.start, to: block.start + finding.end }
      : undefined
    const at = found && (finding.text === undefined || textAt(doc, found.from, found.to) === finding.text) ? found : shown.find(one => same(one.spec.finding, finding))
    if (!at) return []
    const text = textAt(doc, at.from, at.to)
    return finding.text === undefined || finding.text === text ? [Decoration.inline(at.from, at.to, { class: `finding finding-${finding.code.replace(/[^\w-]/g, '-')}` }, { finding, text })] : []
  })
}

const same = (a: Finding, b: Finding) => a.block === b.block && a.start === b.start && a.end === b.end && a.code === b.code

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
  const placed = shownFindings(editor).find(one => same(one.finding, finding))
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
