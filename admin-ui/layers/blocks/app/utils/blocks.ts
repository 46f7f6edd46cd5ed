/** A piece of an arranged page. */
export type Block = Schemas['Block']
export type BlockKind = Schemas['BlockKind']
export type BlockRule = Schemas['BlockRule']
export type BlockSource = Schemas['BlockSource']
export type BlockLayout = Schemas['BlockLayout']
/** A block in one language. */
export type BlockWords = Schemas['BlockWords']

/** How many blocks a page can have; the contract's limit. */
export const blocksMost = 40
/** How many pins, links and videos a block can have in one language; the contract's limits. */
export const blockRoom = { pins: 20, links: 20, videos: 8, html: 20_000 } as const

const idBytes = 8

/** A new block's id: it stays the same through all versions, so that they can be compared. */
export function newBlockId(): string {
  return [...crypto.getRandomValues(new Uint8Array(idBytes))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The same block once more, as one of its own. */
export const blockCopy = (block: Block): Block => ({ ...JSON.parse(JSON.stringify(block)) as Block, id: newBlockId() })

/** The list with one moved to another place; the same list where there is nothing to move. */
export function blockMoved<T>(list: readonly T[], from: number, to: number): T[] {
  const order = [...list]
  if (from === to || from < 0 || to < 0 || from >= order.length || to >= order.length) return order
  const [one] = order.splice(from, 1)
  order.splice(to, 0, one!)
  return order
}

/** The list with one put into a place, at the end where the place is beyond it. */
export const blockInserted = <T>(list: readonly T[], at: number, one: T): T[] => [...list.slice(0, at), one, ...list.slice(at)]

/** A block without what says nothing: empty words, what is false, languages in which nothing stands. */
export function tidyBlock(block: Block): Block {
  const languages = Object.fromEntries(Object.entries(block.languages ?? {}).map(([code, words]) => [code, filled(words)] as const).filter(([, words]) => Object.keys(words).length))
  return filled({ ...block, rule: block.rule && filled(block.rule), languages: Object.keys(languages).length ? languages : undefined })
}

/** All blocks of a page as they are sent and compared. */
export const tidyBlocks = (blocks: readonly Block[]): Block[] => blocks.map(tidyBlock)

function filled<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => !(one === undefined || one === null || one === '' || one === false || (Array.isArray(one) && one.length === 0)))) as T
}
