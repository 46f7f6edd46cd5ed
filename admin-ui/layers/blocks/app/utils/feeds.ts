/** Figures that data blocks show. */
export type DataFeed = Schemas['DataFeed']
export type FeedItem = Schemas['FeedItem']
export type FeedKind = Schemas['FeedKind']

export const feedKinds: readonly FeedKind[] = ['weather', 'currency', 'table']
export const feedIcons = ['sun', 'partly', 'cloud', 'fog', 'wind', 'rain', 'snow', 'storm'] as const satisfies readonly NonNullable<FeedItem['icon']>[]
/** How many figures a feed can have; the contract's limit. */
export const figuresMost = 30

/** Whether readers see the figures no more. */
export const feedEnded = (feed: Pick<DataFeed, 'validUntil'>, now: number) => !!feed.validUntil && Date.parse(feed.validUntil) <= now

/** The figures as they are sent: without labels that nobody wrote. */
export function tidyFigures(items: readonly FeedItem[]): FeedItem[] {
  return items.map(({ labels, value, change, icon }) => ({
    labels: Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, label.trim()]).filter(([, label]) => label)),
    value: value.trim(),
    ...typeof change === 'number' ? { change } : {},
    ...icon ? { icon } : {}
  }))
}

/** What somebody typed as a change since the last figure; nothing where it is no number. */
export function changeOf(typed: string): number | undefined {
  const number = Number(typed.trim().replace(',', '.').replace('−', '-'))
  return typed.trim() && Number.isFinite(number) ? number : undefined
}
