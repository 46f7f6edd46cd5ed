type Picture = Schemas['Picture']

/** All that people say of a picture. */
export type PictureEdits = Required<Omit<Schemas['PictureChange'], 'version'>>

/** Who says what when two changed the same. */
export type EditSide = 'mine' | 'theirs'

/** What is said of a picture now, as a form of its own. */
export function editsOf(picture: Picture): PictureEdits {
  const { labels, author, source, licence, licenceId, rightsUntil, takenAt, place, keywords, persons } = picture
  // Not structuredClone: where a form holds the picture, its parts are Vue's proxies, which that refuses.
  return JSON.parse(JSON.stringify({ labels: filledDescriptions(labels), author, source, licence, licenceId, rightsUntil, takenAt, place, keywords, persons })) as PictureEdits
}

/** Only the languages in which something is said. */
export function filledDescriptions(labels: Schemas['PictureLabels']): Schemas['PictureLabels'] {
  return Object.fromEntries(Object.entries(labels)
    .map(([language, { caption = '', alt = '' }]) => [language, { caption, alt }] as const)
    .filter(([, { caption, alt }]) => caption.trim() || alt.trim()))
}

/** The fields one by one, descriptions as `labels.kk.alt`. */
export function flatEdits({ labels, ...rest }: PictureEdits): Record<string, unknown> {
  const said = Object.entries(labels).flatMap(([language, label]) => [[`labels.${language}.alt`, label.alt], [`labels.${language}.caption`, label.caption]])
  return { ...Object.fromEntries(said.filter(([, text]) => text)), ...rest }
}

const alike = (a: unknown, b: unknown) => JSON.stringify(a ?? '') === JSON.stringify(b ?? '')

/** The fields in which two differ. */
export function changedPictureFields(one: PictureEdits, other: PictureEdits): string[] {
  const [a, b] = [flatEdits(one), flatEdits(other)]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(name => !alike(a[name], b[name]))
}

/** Mine and theirs together: who alone changed a field has it; those that both changed, and not alike, are contested. */
export function contestedFields(base: PictureEdits, mine: PictureEdits, theirs: PictureEdits): string[] {
  const [byMe, byThem, apart] = [changedPictureFields(base, mine), changedPictureFields(base, theirs), changedPictureFields(mine, theirs)]
  return byMe.filter(name => byThem.includes(name) && apart.includes(name))
}

/** Theirs with what I changed; of the contested fields only those that are chosen for me. */
export function mergedEdits(base: PictureEdits, mine: PictureEdits, theirs: PictureEdits, sides: Readonly<Record<string, EditSide>>): PictureEdits {
  const said = flatEdits(mine)
  const merged = structuredClone(theirs) as PictureEdits & Record<string, unknown>
  for (const name of changedPictureFields(base, mine)) {
    if (sides[name] === 'theirs') continue
    const [, language, part] = name.match(/^labels\.(\w+)\.(\w+)$/) ?? []
    if (language && part) merged.labels[language] = { ...merged.labels[language], [part]: said[name] ?? '' }
    else merged[name] = said[name]
  }
  return { ...merged, labels: filledDescriptions(merged.labels) }
}
