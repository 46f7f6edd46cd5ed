/** A static page in one language. */
export type StaticPage = Schemas['Page']

/** A page with all its language versions. */
export interface PageFamily { key: string, versions: Record<string, StaticPage | undefined> }

/** The versions of each page together. */
export function families(pages: readonly StaticPage[]): PageFamily[] {
  const all = new Map<string, PageFamily>()
  for (const page of pages) {
    const family = all.get(page.key) ?? { key: page.key, versions: {} }
    family.versions[page.language] = page
    all.set(page.key, family)
  }
  return [...all.values()]
}
