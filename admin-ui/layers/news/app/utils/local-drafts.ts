import { changed, fieldsOf, type Fields } from './fields'

/** Unsaved edits, kept in the browser. */
export interface LocalDraft {
  keptAt: number
  /** The version that the edits began with; 0 for an article that was never saved. */
  version: number
  base: Fields
  fields: Fields
  /** When the server kept an earlier state of the same typing (its `savedAt`); it is not offered beside this one. */
  sent?: string
  /** Which page kept it: another tab with the same article must not overwrite it. */
  by?: string
}

const prefix = 'baq-draft'
const aside = ':aside:'
const life = 30 * 24 * 3600 * 1000 // ms until a draft that nobody came back for goes

/** The browser's store of unsaved edits, by user, article and language. */
export class LocalDrafts {
  constructor(
    private readonly storage: Storage,
    private readonly userId: number,
    private readonly now: () => number = Date.now,
    private readonly page: string = Math.random().toString(36).slice(2)
  ) {}

  /** False when the browser has no room or forbids it. What another tab kept under the name is set aside. */
  keep(name: string, draft: Omit<LocalDraft, 'keptAt'>): boolean {
    const other = this.find(name)
    if (other && other.by !== this.page && changed(other.fields, draft.fields).length > 0 && !this.put(this.ofPage(name, other.by ?? other.keptAt), other)) return false
    if (!this.put(name, { ...draft, by: this.page, keptAt: this.now() })) return false
    this.storage.removeItem(this.key(this.ofPage(name, this.page)))
    return true
  }

  private put(name: string, draft: LocalDraft): boolean {
    try {
      this.storage.setItem(this.key(name), JSON.stringify(draft))
      return true
    } catch {
      return false
    }
  }

  private ofPage(name: string, page: string | number): string {
    return `${name}${aside}${page}`
  }

  /** The draft, unless there is none or it can't be read. */
  find(name: string): LocalDraft | undefined {
    try {
      const draft = JSON.parse(this.storage.getItem(this.key(name)) ?? 'null') as LocalDraft | null
      return draft?.fields && draft.base ? { ...draft, base: whole(draft.base), fields: whole(draft.fields) } : undefined
    } catch {
      return undefined
    }
  }

  drop(name: string): void {
    this.storage.removeItem(this.key(name))
  }

  /** Forgets what this page kept, which is saved now; not what another tab did. */
  settle(name: string): void {
    if (this.find(name)?.by === this.page) this.drop(name)
    this.drop(this.ofPage(name, this.page))
  }

  /** Keeps a text that another one takes the place of; each under a name of its own, which is returned. */
  setAside(name: string, draft: LocalDraft): string | undefined {
    const own = this.ofPage(name, draft.keptAt)
    if (!this.put(own, draft)) return undefined
    if (this.find(name)?.keptAt === draft.keptAt) this.drop(name)
    return own
  }

  /** The names under which texts were set aside. */
  asides(name: string): string[] {
    const start = this.key(`${name}${aside}`)
    return this.keys().filter(key => key.startsWith(start)).map(key => key.slice(this.key('').length))
  }

  /** Removes all drafts, of anybody, that are older than a month. */
  sweep(): void {
    for (const key of this.keys().filter(k => k.startsWith(`${prefix}:`))) {
      if (this.age(key) > life) this.storage.removeItem(key)
    }
  }

  private keys(): string[] {
    return Array.from({ length: this.storage.length }, (_, i) => this.storage.key(i) ?? '')
  }

  private age(key: string): number {
    try {
      return this.now() - (JSON.parse(this.storage.getItem(key) ?? '{}') as Partial<LocalDraft>).keptAt!
    } catch {
      return Infinity
    }
  }

  private key(name: string): string {
    return `${prefix}:${this.userId}:${name}`
  }
}

/** Fields that an older panel kept, with what it did not know yet. */
function whole(kept: Partial<Fields> & { authorIds?: number[] }): Fields {
  const { authorIds, ...fields } = kept
  const credits = fields.credits ?? authorIds?.map(authorId => ({ authorId, role: 'author' as const })) ?? []
  return { ...fieldsOf(null), ...fields, credits }
}
