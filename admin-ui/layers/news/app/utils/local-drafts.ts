import { fieldsOf, type Fields } from './fields'

/** Unsaved edits, kept in the browser. */
export interface LocalDraft {
  keptAt: number
  /** The version that the edits began with; 0 for an article that was never saved. */
  version: number
  base: Fields
  fields: Fields
  /** When the server kept an earlier state of the same typing (its `savedAt`); it is not offered beside this one. */
  sent?: string
}

const prefix = 'baq-draft'
const aside = ':aside:'
const life = 30 * 24 * 3600 * 1000 // ms until a draft that nobody came back for goes

/** The browser's store of unsaved edits, by user, article and language. */
export class LocalDrafts {
  constructor(
    private readonly storage: Storage,
    private readonly userId: number,
    private readonly now: () => number = Date.now
  ) {}

  /** False when the browser has no room or forbids it. */
  keep(name: string, draft: Omit<LocalDraft, 'keptAt'>, keptAt = this.now()): boolean {
    try {
      this.storage.setItem(this.key(name), JSON.stringify({ ...draft, keptAt }))
      return true
    } catch {
      return false
    }
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

  /** Keeps a text that another one takes the place of; each under a name of its own. */
  setAside(name: string, draft: LocalDraft): boolean {
    return this.keep(`${name}${aside}${draft.keptAt}`, draft, draft.keptAt)
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
