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

/** Hosts without www., m. and mobile., and how the path (in parts) and the query name the post. */
type Reader = [Provider, (parts: string[], query: URLSearchParams) => string | undefined]
const youtube: Reader = ['youtube', ([first, id], query) => first === 'watch' ? query.get('v') ?? undefined : ['shorts', 'live', 'embed', 'v'].includes(first ?? '') ? id : undefined]
const telegram: Reader = ['telegram', parts => (parts[0] === 's' ? parts.slice(1) : parts).join('/')]
const x: Reader = ['x', parts => parts.slice(0, 3).join('/')]
const hosts = new Map<string, Reader>(Object.entries({
  'youtube.com': youtube,
  'youtube-nocookie.com': youtube,
  'youtu.be': ['youtube', parts => parts[0]],
  't.me': telegram,
  'telegram.me': telegram,
  'instagram.com': ['instagram', instagramRef],
  'x.com': x,
  'twitter.com': x,
  'facebook.com': ['facebook', facebookRef],
  'tiktok.com': ['tiktok', parts => parts.slice(0, 3).join('/')]
} satisfies Record<string, Reader>))

/** Posts stand under /p/ and /reel/, of late also below their author's name. */
function instagramRef(parts: string[]): string | undefined {
  const at = ['p', 'reel', 'reels'].includes(parts[0] ?? '') ? 0 : 1
  return `${parts[at] === 'reels' ? 'reel' : parts[at]}/${parts[at + 1]}`
}

/** A title may stand between the kind and the number. */
function facebookRef([page, kind, ...rest]: string[]): string | undefined {
  return rest.length ? `${page}/${kind}/${rest.at(-1)}` : undefined
}

/** The post that an address leads to; undefined for what we don't know how to show. */
export function parseEmbed(address: string): EmbedRef | undefined {
  const trimmed = address.trim()
  const guess = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`
  if (/\s/.test(trimmed) || trimmed.length > 2000 || !URL.canParse(guess)) return undefined
  const url = new URL(guess)
  const reader = hosts.get(url.hostname.replace(/^(?:www|m|mobile)\./, ''))
  if (!/^https?:$/.test(url.protocol) || url.username || url.port || !reader) return undefined
  const [provider, read] = reader
  const ref = read(url.pathname.split('/').filter(Boolean), url.searchParams)
  return isEmbed(provider, ref) ? { provider, ref: ref! } : undefined
}
