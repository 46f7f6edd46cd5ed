/** Whose posts and videos may stand in a text. */
export const providers = ['youtube', 'telegram', 'instagram', 'x', 'facebook', 'tiktok'] as const
export type Provider = typeof providers[number]

/** A post or a video of others, as the contract names it: never by an address. */
export interface EmbedRef { provider: Provider, ref: string }

interface Shape { name: string, icon: string, ref: RegExp, page: (ref: string) => string }

/** How each provider is called, what its references look like, and the page that one leads to. */
const shapes: Record<Provider, Shape> = {
  youtube: { name: 'YouTube', icon: 'i-lucide-youtube', ref: /^[A-Za-z0-9_-]{11}$/, page: ref => `www.youtube.com/watch?v=${ref}` },
  telegram: { name: 'Telegram', icon: 'i-lucide-send', ref: /^[A-Za-z][A-Za-z0-9_]{3,31}\/[0-9]{1,10}$/, page: ref => `t.me/${ref}` },
  instagram: { name: 'Instagram', icon: 'i-lucide-instagram', ref: /^(?:p|reel)\/[A-Za-z0-9_-]{5,40}$/, page: ref => `www.instagram.com/${ref}/` },
  x: { name: 'X', icon: 'i-lucide-twitter', ref: /^[A-Za-z0-9_]{1,15}\/status\/[0-9]{5,20}$/, page: ref => `x.com/${ref}` },
  facebook: { name: 'Facebook', icon: 'i-lucide-facebook', ref: /^[A-Za-z0-9.]{1,80}\/(?:posts|videos)\/[A-Za-z0-9_-]{1,120}$/, page: ref => `www.facebook.com/${ref}` },
  tiktok: { name: 'TikTok', icon: 'i-lucide-music-2', ref: /^@[A-Za-z0-9_.]{2,24}\/video\/[0-9]{5,20}$/, page: ref => `www.tiktok.com/${ref}` }
}

/** The names of the providers, for those who are asked for an address. */
export const providerNames = providers.map(provider => shapes[provider].name).join(', ')

export const providerName = (provider: Provider) => shapes[provider].name
export const providerIcon = (provider: Provider) => shapes[provider].icon

/** The provider's own page of the post. */
export const embedPage = ({ provider, ref }: EmbedRef) => `https://${shapes[provider].page(ref)}`

/** Whether the contract takes it. */
export function isEmbed(provider: unknown, ref: unknown): boolean {
  return typeof ref === 'string' && providers.includes(provider as Provider) && shapes[provider as Provider].ref.test(ref)
}

/** How an address's host, its path in parts, and its query name the post. */
type Reader = (path: string[], query: URLSearchParams, host: string) => string | null | undefined

const youtube: Reader = ([first, id], query, host) => {
  if (host === 'youtu.be') return first
  if (first === 'watch' && !id) return query.get('v')
  return ['embed', 'shorts', 'live', 'v'].includes(first ?? '') ? id : undefined
}

/** A post's own page and, after "s", its place in the channel's preview. */
const telegram: Reader = path => (path[0] === 's' ? path.slice(1) : path).join('/')

/** Posts with and without their author's name before them. */
const instagram: Reader = (path) => {
  const [kind, code, ...more] = path.length === 3 ? path.slice(1) : path
  const named = new Map([['reels', 'reel'], ['tv', 'p']]).get(kind ?? '') ?? kind
  return more.length ? undefined : `${named}/${code}`
}

/** Posts, also one picture of a post, and posts without a name (i/web). */
const x: Reader = (path) => {
  const at = path.findIndex((part, i) => i > 0 && (part === 'status' || part === 'statuses'))
  return at > 0 ? `${path[0]}/status/${path[at + 1]}` : undefined
}

/** Posts and videos of pages, with or without the words before their number, and permanent links. */
const facebook: Reader = (path, query) => {
  if (path.length === 1 && ['permalink.php', 'story.php'].includes(path[0]!)) return `${query.get('id')}/posts/${query.get('story_fbid')}`
  return path.length === 3 || (path.length === 4 && path[0] !== 'groups') ? `${path[0]}/${path[1]}/${path.at(-1)}` : undefined
}

const readers: Record<Provider, { hosts: string[], read: Reader }> = {
  youtube: { hosts: ['youtube.com', 'youtu.be', 'youtube-nocookie.com'], read: youtube },
  telegram: { hosts: ['t.me', 'telegram.me'], read: telegram },
  instagram: { hosts: ['instagram.com', 'instagr.am'], read: instagram },
  x: { hosts: ['x.com', 'twitter.com'], read: x },
  facebook: { hosts: ['facebook.com', 'fb.com'], read: facebook },
  tiktok: { hosts: ['tiktok.com'], read: path => path.join('/') }
}

// White space, backslashes, controls and what turns the direction: never part of an address.
const unfit = /[\s\\\p{C}\uFFFD]/u

/** The post that an address leads to; undefined for what can't be shown. The server's ParseEmbed does the same. */
export function parseEmbed(address: string): EmbedRef | undefined {
  const trimmed = address.trim()
  if (!trimmed || trimmed.length > 2000 || unfit.test(trimmed)) return undefined
  const guess = trimmed.includes('://') ? trimmed : `https://${trimmed.replace(/^\/\//, '')}`
  if (!URL.canParse(guess)) return undefined
  const url = new URL(guess)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || /^[^/]*\/\/[^/?#]*:\d*(?:[/?#]|$)/.test(guess)) return undefined
  const host = url.hostname.replace(/^(?:(?:www|m|mobile|web|music)\.)+/, '')
  const provider = providers.find(one => readers[one].hosts.includes(host))
  const ref = provider && readers[provider].read(partsOf(url.pathname), url.searchParams, host)
  return isEmbed(provider, ref) ? { provider: provider!, ref: ref! } : undefined
}

function partsOf(path: string): string[] {
  try {
    return decodeURIComponent(path).split('/').filter(Boolean)
  } catch {
    return []
  }
}
