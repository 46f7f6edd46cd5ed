type Picture = Schemas['Picture']

/** Two pictures that look alike; `id` is the server's for a pair that waits for a judgement. */
export interface LikePair { key: string, id?: number, distance: number, pictures: readonly [Picture, Picture] }

/** Which of the two. */
export type PairSide = 0 | 1

/** What two pictures are compared by; all but the first four are words or nothing. */
export const likeFacts = ['pixels', 'bytes', 'taken', 'added', 'author', 'source', 'licence', 'rights', 'described'] as const
export type LikeFact = typeof likeFacts[number]

const pixels = ({ width, height }: Picture) => width * height
const described = ({ labels }: Picture) => Object.values(labels).filter(label => label.alt || label.caption).length
const said = (picture: Picture) => [picture.author, picture.source, picture.licence || picture.licenceId, picture.place].filter(Boolean).length + described(picture)

/**
 * The picture that had better stay: one that readers may see, the larger one, the one that more
 * is said of, and of equals the older. Uses do not matter: whichever stays takes them over.
 */
export function betterSide([first, second]: readonly [Picture, Picture]): PairSide {
  const measures = [(picture: Picture) => picture.rights === 'expired' ? 0 : 1, pixels, said, (picture: Picture) => -picture.id]
  for (const measure of measures) {
    if (measure(first) !== measure(second)) return measure(first) > measure(second) ? 0 : 1
  }
  return 0
}

/** On which side a fact speaks for the picture; undefined where both are alike or neither is better. */
export function betterIn(fact: LikeFact, [first, second]: readonly [Picture, Picture]): PairSide | undefined {
  const measure: ((picture: Picture) => number) | undefined = {
    pixels,
    bytes: undefined,
    taken: (picture: Picture) => picture.takenAt ? 1 : 0,
    added: undefined,
    author: (picture: Picture) => picture.author ? 1 : 0,
    source: (picture: Picture) => picture.source ? 1 : 0,
    licence: (picture: Picture) => picture.licence || picture.licenceId ? 1 : 0,
    rights: (picture: Picture) => picture.rights === 'expired' ? 0 : 1,
    described
  }[fact]
  if (!measure || measure(first) === measure(second)) return undefined
  return measure(first) > measure(second) ? 0 : 1
}

/** Of the perceptual hash's 64 bits, how many agree, in percent. */
export const likenessPercent = (distance: number) => Math.round(100 * (64 - distance) / 64)

/** The pairs that are left after a picture was merged into another: those with it are none any more. */
export const pairsWithout = (pairs: readonly LikePair[], picture: number) => pairs.filter(({ pictures }) => pictures.every(({ id }) => id !== picture))

/** The pairs of one picture with those that look like it; a pair that waits for a judgement keeps the server's id. */
export function pairsOf(picture: Picture, similar: readonly Schemas['Similar'][], waiting: readonly Schemas['Likeness'][]): LikePair[] {
  return similar.map(({ picture: other, distance }) => {
    const judged = waiting.find(({ pictures }) => pictures.every(({ id }) => id === picture.id || id === other.id))
    return { key: `${picture.id}-${other.id}`, id: judged?.id, distance, pictures: [picture, other] as const }
  })
}
