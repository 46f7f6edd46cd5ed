import { pastedAddress } from './paste-text'
import type { PasteStyle } from './paste-writer'

/** How text within an element is marked: by its tag, then by its style, which Google Docs and Word write instead. */
export function styleOf(el: Element, tag: string, outer: PasteStyle): PasteStyle {
  const style = { ...outer }
  if (tag === 'b' || tag === 'strong') style.bold = true
  if (tag === 'i' || tag === 'em' || tag === 'cite' || tag === 'dfn') style.italic = true
  if (tag === 's' || tag === 'strike' || tag === 'del') style.strike = true
  if (tag === 'a') style.href = pastedAddress(el.getAttribute('href') ?? '') ?? outer.href
  const css = el.getAttribute('style')
  return css ? styled(css, style) : style
}

function styled(css: string, style: PasteStyle): PasteStyle {
  const weight = /(?:^|[;\s])font-weight:\s*(\w+)/i.exec(css)?.[1]
  if (weight) style.bold = /^bold/i.test(weight) || Number(weight) >= 600
  const slant = /(?:^|[;\s])font-style:\s*(\w+)/i.exec(css)?.[1]
  if (slant) style.italic = /^(?:italic|oblique)/i.test(slant)
  if (/text-decoration(?:-line)?:[^;]*line-through/i.test(css)) style.strike = true
  return style
}
