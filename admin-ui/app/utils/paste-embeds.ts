import { parseEmbed, type EmbedRef } from './embeds'

/** The post that a foreign page shows by a frame, a quotation or a script of its provider. */
export function pastedEmbed(el: Element, tag: string): EmbedRef | undefined {
  const attr = (name: string) => el.getAttribute(name) ?? ''
  switch (tag) {
    case 'iframe': return framed(attr('src') || attr('data-src'))
    case 'script': return attr('data-telegram-post') ? parseEmbed(`t.me/${attr('data-telegram-post')}`) : undefined
    case 'div': return /\bfb-(?:post|video)\b/.test(el.className) ? parseEmbed(attr('data-href')) : undefined
    case 'blockquote': return quoted(el)
  }
}

function framed(src: string): EmbedRef | undefined {
  const address = src.startsWith('//') ? `https:${src}` : src
  const plain = parseEmbed(address)
  if (plain || !URL.canParse(address)) return plain
  const { hostname, pathname, searchParams } = new URL(address)
  if (hostname.endsWith('facebook.com') && pathname.startsWith('/plugins/')) return parseEmbed(searchParams.get('href') ?? '')
  // The frame doesn't say whose post it is; X finds it by its number alone.
  return hostname === 'platform.twitter.com' ? parseEmbed(`x.com/i/status/${searchParams.get('id')}`) : undefined
}

function quoted(el: Element): EmbedRef | undefined {
  const own = /\btiktok-embed\b/.test(el.className) ? el.getAttribute('cite') : el.getAttribute('data-instgrm-permalink')
  if (own) return parseEmbed(own)
  if (!/\b(?:twitter-tweet|twitter-video|instagram-media)\b/.test(el.className)) return undefined
  // The last link of a quoted post is its own address.
  return [...el.querySelectorAll('a[href]')].reverse().map(a => parseEmbed(a.getAttribute('href') ?? '')).find(Boolean)
}
