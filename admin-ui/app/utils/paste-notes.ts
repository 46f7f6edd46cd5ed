// How Word, Google Docs, LibreOffice and web pages mark footnotes, endnotes and comments.
const noteAddress = /#(?:_?(?:ftn|edn)|_msocom|ftnt|cmnt|sd(?:foot|end)note|cite_note|fn[:-]?\w*\d|footnote)/i
const backAddress = /#(?:_(?:ftn|edn)ref|_msoanchor|(?:ftnt|cmnt)_ref|sd(?:foot|end)note\d+anc|cite_ref|fnref)/i
const noteStyle = /mso-(?:footnote|endnote)-id|mso-comment-reference|mso-special-character:\s*(?:footnote|comment)/i
const noteClass = /(?:^|\s)(?:Mso(?:Footnote|Endnote|Comment)Reference|msocomanchor|sd(?:foot|end)noteanc|footnote-ref|footnote-anchor)(?:\s|$)/i
const noteText = /^\s*\[?[\p{L}\d*†‡]{1,4}\]?\s*$/u
const bodyStyle = /mso-element:\s*(?:footnote|endnote|comment)/i
const bodyId = /^(?:sd(?:foot|end)note\d+|ftn\d+|edn\d+|_com_\d+)$/i
const bodyClass = /(?:^|\s)(?:footnotes|references|reflist)(?:\s|$)/i

/** Whether it is the little number that leads to a note. */
export function isNoteMark(el: Element, tag: string): boolean {
  if (noteStyle.test(el.getAttribute('style') ?? '') || noteClass.test(el.className) || el.getAttribute('role') === 'doc-noteref') return true
  if (tag === 'sup' && /(?:^|\s)reference(?:\s|$)/.test(el.className)) return true
  if (tag !== 'a') return false
  const href = el.getAttribute('href') ?? ''
  return (noteAddress.test(href) || backAddress.test(href) || href.startsWith('#')) && noteText.test(el.textContent ?? '')
}

/** Whether it holds the notes themselves, or one of them. */
export function isNoteBody(el: Element, tag: string): boolean {
  if (bodyStyle.test(el.getAttribute('style') ?? '') || /^doc-(?:footnotes|endnotes|endnote|footnote)$/.test(el.getAttribute('role') ?? '')) return true
  if (/^(?:div|section|ol|aside)$/.test(tag) && (bodyClass.test(el.className) || bodyId.test(el.id))) return true
  // A note begins with the way back to its mark.
  return /^(?:p|li)$/.test(tag) && backAddress.test(firstAnchor(el)?.getAttribute('href') ?? '')
}

function firstAnchor(el: Element): Element | null {
  let inner: Element | null = el.firstElementChild
  while (inner && inner.localName !== 'a') inner = inner.firstElementChild
  return inner
}
