export type Banner = Schemas['Banner']
export type BannerZone = Schemas['BannerZone']
export type BannerState = Schemas['BannerState']

/** The places of the pages, from the top down, and the states, the present one first. */
export const bannerZones: readonly BannerZone[] = ['top', 'aside', 'article', 'list']
export const bannerStates: readonly BannerState[] = ['running', 'planned', 'paused', 'ended']

/** The sizes of pictures (px) that fill a place: wide on a desk, narrow on a phone. */
export const bannerShapes: Record<BannerZone, { wide: readonly [number, number], narrow: readonly [number, number] }> = {
  top: { wide: [1200, 150], narrow: [640, 200] },
  aside: { wide: [600, 500], narrow: [600, 500] },
  article: { wide: [1200, 300], narrow: [640, 200] },
  list: { wide: [1200, 300], narrow: [640, 200] }
}

/** Whether a picture leaves more than a twelfth of its place empty. */
export function illFitting(picture: { width: number, height: number }, [width, height]: readonly [number, number]): boolean {
  const difference = (picture.width / picture.height) / (width / height)
  return difference > 12 / 11 || difference < 11 / 12
}

/** A banner in one language, as the form has it. */
export interface ArtDraft { picture: Schemas['Picture'] | null, narrow: Schemas['Picture'] | null, alt: string, url: string }

export const blankArt = (): ArtDraft => ({ picture: null, narrow: null, alt: '', url: '' })

/** The arts of a banner with the pictures that are still in the photobank. */
export function artDrafts(banner: Banner | null): Record<string, ArtDraft | undefined> {
  const find = (id?: number) => banner?.pictures?.find(p => p.id === id) ?? null
  return Object.fromEntries(Object.entries(banner?.arts ?? {}).map(([code, art]) => [code, { picture: find(art.pictureId), narrow: find(art.narrowPictureId), alt: art.alt, url: art.url }]))
}

/** The arts that somebody has begun; what they lack the server says. */
export function artsOf(drafts: Record<string, ArtDraft | undefined>): Record<string, Schemas['BannerArt']> {
  const begun = Object.entries(drafts).filter((entry): entry is [string, ArtDraft] => {
    const draft = entry[1]
    return !!draft && !!(draft.picture || draft.narrow || draft.alt.trim() || draft.url.trim())
  })
  return Object.fromEntries(begun.map(([code, draft]) => [code, {
    pictureId: draft.picture?.id as number, narrowPictureId: draft.narrow?.id, alt: draft.alt.trim(), url: draft.url.trim()
  }]))
}

/** The banner with another switch, for the server. */
export function switched({ version, name, advertiser, zone, arts, rubricIds, from, until, weight }: Banner, paused: boolean): Schemas['BannerChange'] {
  return { version, name, advertiser, zone, arts, rubricIds, from, until, weight, paused }
}

/** Clicks of a hundred shows, "1,25 %"; a dash where nothing was shown. */
export function clickRate(shows: number, clicks: number, language: string): string {
  if (!shows) return '—'
  const share = (100 * clicks / shows).toFixed(2)
  return `${language === 'en' ? share : share.replace('.', ',')}\u00A0%`
}
