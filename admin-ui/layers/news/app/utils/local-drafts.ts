import type { Fields } from './fields'

/** Unsaved edits, kept in the browser. */
export interface LocalDraft {
  keptAt: number
  /** The version that the edits began with; 0 for an article that was never saved. */
  version: number
  base: Fields
  fields: Fields
}

const prefix = 'baq-draft'
const life = 30 * 24 * 3600 * 1000 // ms until a draft that nobody came back for goes

/** The browser's store of unsaved edits, by user, article and language. */
export class LocalDrafts {
  constructor(
    private readonly storage: Storage,
    private readonly userId: number,
    private readonly now: () => number = Date.now
  ) {}

  /** False when the browser has no room or forbids it. */
  keep(name: string, draft: Omit<LocalDraft, 'keptAt'>): boolean {
    try {
      this.storage.setItem(this.key(name), JSON.stringify({ ...draft, keptAt: this.now() }))
      return true
    } catch {
      return false
    }
  }

  /** The draft, unless there is none or it can't be read. */
  find(name: string): LocalDraft | undefined {
    try {
      const draft = JSON.parse(this.storage.getItem(this.key(name)) ?? 'null') as LocalDraft | null
      return draft?.fields && draft.base ? draft : undefined
    } catch {
      return undefined
    }
  }

  drop(name: string): void {
    this.storage.removeItem(this.key(name))
  }

  /** Removes all drafts, of anybody, that are older than a month. */
  sweep(): void {
    const names = Array.from({ length: this.storage.length }, (_, i) => this.storage.key(i))
    for (const key of names.filter(k => k?.startsWith(`${prefix}:`))) {
      if (this.age(key!) > life) this.storage.removeItem(key!)
    }
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
