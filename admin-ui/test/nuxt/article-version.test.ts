import { mockNuxtImport, mountSuspended } from '@nuxt/test-utils/runtime'
import createClient from 'openapi-fetch'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { components, paths } from '../../contract/admin'
import { LocalDrafts } from '../../layers/news/app/utils/local-drafts'
import { useArticleVersion, type ArticleVersion } from '../../layers/news/app/composables/useArticleVersion'

type Article = components['schemas']['Article']
type Call = { method: string, path: string, body: Record<string, unknown> }

const text = (words: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] })
const stored: Article = {
  id: 7, storyId: 3, language: 'kk', state: 'draft', version: 4, title: 'Жаңа мектеп', slug: 'zhana-mektep', lead: 'Лид', body: text('Мәтін'),
  rubricId: 1, tagIds: [], credits: [], pictureId: null, seoTitle: '', seoDescription: '', seoKeywords: '', urgency: 'ordinary',
  source: '', sourceUrl: '', location: '', embargoUntil: null, publishAt: null, unpublishAt: null, breakingUntil: null, correctedAt: null,
  killReason: '', textVersion: 1, steps: ['save', 'publish', 'trash'], corrections: [], words: 2, readingMinutes: 1,
  createdBy: { id: 1, name: 'A' }, updatedBy: { id: 2, name: 'Ерлан' }, createdAt: '2026-11-21T00:00:00Z', updatedAt: '2026-11-21T00:00:00Z',
  publishedAt: null, url: '', versions: []
}
const content = ({ title, slug, lead, body, rubricId, tagIds, credits, pictureId, seoTitle, seoDescription, seoKeywords, urgency, source, sourceUrl, location, embargoUntil }: Article) =>
  ({ title, slug, lead, body, rubricId, tagIds, credits, pictureId, seoTitle, seoDescription, seoKeywords, urgency, source, sourceUrl, location, embargoUntil })
const lock = (name: string, mine = false) => ({ user: { id: mine ? 1 : 2, name }, mine, since: '2026-11-21T00:00:00Z', expiresAt: '2026-11-21T00:00:45Z' })

/** What the server does with the next requests; each test says. */
let calls: Call[] = []
let locks: Call[] = []
let serve: (call: Call) => Promise<[number, unknown]> = async () => [404, { code: 'http.not_found', status: 404 }]

const client = createClient<paths>({
  baseUrl: 'http://panel.test/api/admin/v1',
  async fetch(request) {
    const sent = await request.text()
    const call = { method: request.method, path: new URL(request.url).pathname.replace('/api/admin/v1', ''), body: sent ? JSON.parse(sent) : {} }
    if (call.path.endsWith('/lock')) locks.push(call)
    else calls.push(call)
    const [status, body] = await serve(call)
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  }
})
mockNuxtImport('useApi', () => () => client)
mockNuxtImport('useQuietApi', () => () => client)
mockNuxtImport('useSession', () => () => ({ me: { value: { id: 1 } }, may: () => true }))

let mounted: { unmount: () => void } | undefined

/** The version in a component of its own, with the browser's store. */
async function open(article: Article | null): Promise<ArticleVersion> {
  let version!: ArticleVersion
  mounted = await mountSuspended(defineComponent({
    setup() {
      version = useArticleVersion({ language: 'kk', article }, new LocalDrafts(localStorage, 1))
      return () => h('p')
    }
  }))
  return version
}

const saves = async (call: Call): Promise<[number, unknown]> => call.path.endsWith('/lock') ? [200, lock('Мен', true)] : [200, { ...stored, ...call.body, slug: call.body.slug || 'from-the-server', version: Number(call.body.version ?? 0) + 1 }]

beforeEach(() => {
  localStorage.clear()
  calls = []
  locks = []
  serve = saves
})
afterEach(() => {
  mounted?.unmount()
  vi.useRealTimers()
})

describe('a language version while it is edited', () => {
  it('keeps what is typed while a save is under way, and knows that it is not saved', async () => {
    const version = await open(stored)
    version.form.title = 'Бірінші'
    serve = async (call) => {
      if (call.method === 'PUT' && call.path === '/news/7') version.form.lead = 'Сақталып жатқанда жазылды'
      return saves(call)
    }
    expect(await version.save()).toBe(true)
    expect(version.form.lead).toBe('Сақталып жатқанда жазылды')
    expect(version.article.value?.version).toBe(5)
    expect(version.dirty.value).toBe(true)
    expect(await version.save()).toBe(true)
    expect(calls[1]!.body).toMatchObject({ title: 'Бірінші', lead: 'Сақталып жатқанда жазылды', version: 5 })
    expect(version.dirty.value).toBe(false)
  })

  it('does not take the text away when the server spells it more tidily', async () => {
    const version = await open(stored)
    const typed = { type: 'doc', content: [...text('Мәтін').content, { type: 'paragraph' }] }
    version.form.body = typed
    serve = async call => [200, { ...stored, ...call.body, body: text('Мәтін'), version: 5 }]
    await version.save()
    expect(version.form.body).toEqual(typed)
    expect(version.dirty.value).toBe(false)
  })

  it('publishes what is saved, and leaves later words unsaved', async () => {
    const version = await open(stored)
    version.form.title = 'Дайын'
    serve = async (call) => {
      if (call.path.endsWith('/publish')) version.form.title = 'Дайын емес'
      return saves(call)
    }
    expect(await version.go('publish')).toBe(true)
    expect(calls.map(c => `${c.method} ${c.path}`)).toEqual(['PUT /news/7', 'POST /news/7/publish'])
    expect(version.dirty.value).toBe(true)
  })

  it('lets the server make the address while it follows the headline', async () => {
    const version = await open(stored)
    version.form.title = 'Басқа тақырып'
    expect(version.slug.shown.value).toBe('basqa-taqyryp')
    await version.save()
    expect(calls[0]!.body.slug).toBe('')
    version.slug.write('oz-mekenzhaiym')
    await version.save()
    expect(calls[1]!.body.slug).toBe('oz-mekenzhaiym')
    expect(version.slug.auto.value).toBe(false)
  })

  it('lays both texts side by side when somebody else saved, and saves the choice upon theirs', async () => {
    const version = await open(stored)
    version.form.title = 'Менікі'
    const theirs = { ...stored, version: 9, title: 'Олардікі', lead: 'Олардың лиді' }
    serve = async call => call.path.endsWith('/lock') ? saves(call) : [409, { type: 'x', title: 'Conflict', status: 409, code: 'news.version_stale', current: theirs }]
    expect(await version.save()).toBe(false)
    expect(version.conflict.value).toMatchObject({ theirs: { title: 'Олардікі' }, mine: { title: 'Менікі' }, by: 'Ерлан', save: { version: 9 } })
    expect(version.form.title).toBe('Менікі')

    // A save by the key must not be laid upon a text that nobody has seen.
    expect(await version.save()).toBe(false)
    expect(calls.length).toBe(1)
    serve = saves
    await version.settle({ ...version.form, lead: 'Олардың лиді' })
    expect(calls[1]!.body).toMatchObject({ version: 9, title: 'Менікі', lead: 'Олардың лиді' })
    expect(version.conflict.value).toBeUndefined()
    expect(version.dirty.value).toBe(false)
  })

  it('shows what a refusal says of a field until the field changes', async () => {
    const version = await open(stored)
    serve = async () => [422, { type: 'x', title: '', status: 422, code: 'news.incomplete', fields: [{ field: 'rubricId', code: 'required', message: '' }, { field: 'title', code: 'required', message: '' }] }]
    expect(await version.go('publish')).toBe(false)
    version.form.rubricId = 2
    await nextTick()
    expect(version.problem.value?.fields?.map(f => f.field)).toEqual(['title'])
    version.form.title = 'Бар'
    await nextTick()
    expect(version.problem.value).toBeNull()
  })

  it('offers unsaved edits back, and a comparison when the article went on without them', async () => {
    serve = async () => [503, {}]
    const before = await open(stored)
    before.form.title = 'Сақталмаған'
    before.keeping.keep()
    mounted?.unmount()

    const again = await open(stored)
    await again.keeping.look()
    const [offer] = again.copies.offers.value
    expect(offer).toMatchObject({ source: 'browser', fields: { title: 'Сақталмаған' } })
    again.restore(offer!)
    expect(again.form.title).toBe('Сақталмаған')
    expect(again.conflict.value).toBeUndefined()
    expect(again.copies.offers.value).toEqual([])
    mounted?.unmount()

    const later = await open({ ...stored, version: 6, lead: 'Басқа біреу өзгерткен' })
    await later.keeping.look()
    later.restore(later.copies.offers.value[0]!)
    expect(later.conflict.value).toMatchObject({ base: { lead: 'Лид' }, theirs: { lead: 'Басқа біреу өзгерткен' } })
  })

  it('offers the server\'s copy, too, and loses neither when one takes the other\'s place', async () => {
    serve = async () => [503, {}]
    const before = await open(stored)
    before.form.title = 'Браузердегі'
    before.keeping.keep()
    mounted?.unmount()

    const head = { articleId: 7, user: { id: 1, name: 'Мен' }, baseVersion: 4, savedAt: new Date(Date.now() + 60_000).toISOString(), title: 'Сервердегі', language: 'kk' }
    const others = { ...head, user: { id: 2, name: 'Ерлан' } }
    serve = async (call) => {
      if (call.path === '/news/7/working-copies') return [200, { items: [others, head] }]
      if (call.path === '/news/7/working-copies/1') return [200, { head, content: { ...content(stored), title: 'Сервердегі' } }]
      if (call.path === '/news/7/revisions/4') return [200, { revision: {}, content: content(stored) }]
      return saves(call)
    }
    const again = await open(stored)
    await again.keeping.look()
    expect(again.copies.offers.value.map(o => [o.source, o.fields.title])).toEqual([['server', 'Сервердегі'], ['browser', 'Браузердегі']])
    expect(again.copies.others.value.map(o => o.user.name)).toEqual(['Ерлан'])
    again.restore(again.copies.offers.value[0]!)
    mounted?.unmount()

    serve = async () => [503, {}]
    const once = await open(stored)
    await once.keeping.look()
    expect(once.copies.offers.value.map(o => o.fields.title).sort()).toEqual(['Браузердегі', 'Сервердегі'])
  })

  it('puts on offer what was typed when an older text takes its place', async () => {
    serve = async () => [503, {}]
    const before = await open(stored)
    before.form.title = 'Бұрынғы'
    before.keeping.keep()
    mounted?.unmount()

    const again = await open(stored)
    await again.keeping.look()
    again.form.title = 'Қазір терілген'
    again.keeping.keep()
    again.restore(again.copies.offers.value[0]!)
    expect(again.form.title).toBe('Бұрынғы')
    expect(again.copies.offers.value.map(o => o.fields.title)).toEqual(['Қазір терілген'])
    mounted?.unmount()

    const once = await open(stored)
    await once.keeping.look()
    expect(once.copies.offers.value.map(o => o.fields.title).sort()).toEqual(['Бұрынғы', 'Қазір терілген'])
  })

  it('discards a text wherever it is kept', async () => {
    let kept: Record<string, unknown> | undefined
    const head = { articleId: 7, user: { id: 1, name: 'Мен' }, baseVersion: 4, savedAt: '2026-11-21T01:00:00Z', title: '', language: 'kk' }
    serve = async (call) => {
      if (call.path === '/news/7/working-copy' && call.method === 'PUT') kept = call.body
      if (call.path === '/news/7/working-copy' && call.method === 'DELETE') return (kept = undefined, [204, undefined])
      if (call.path === '/news/7/working-copy') return [200, head]
      if (call.path === '/news/7/working-copies') return [200, { items: kept ? [head] : [] }]
      if (call.path === '/news/7/working-copies/1') return [200, { head, content: kept }]
      if (call.path === '/news/7/revisions/4') return [200, { revision: {}, content: content(stored) }]
      return saves(call)
    }
    const before = await open(stored)
    before.form.title = 'Керексіз'
    before.keeping.keep()
    await before.keeping.flush()
    mounted?.unmount()
    const again = await open(stored)
    await again.keeping.look()
    await again.copies.discard(again.copies.offers.value[0]!)
    expect([kept, localStorage.length]).toEqual([undefined, 0])
  })

  it('has kept what a save that failed was to take', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const version = await open(stored)
    version.form.title = 'Байланыс жоқ'
    serve = async () => [503, {}]
    expect(await version.save()).toBe(false)
    serve = saves
    await vi.advanceTimersByTimeAsync(2500)
    await vi.waitFor(() => expect(calls.at(-1)).toMatchObject({ method: 'PUT', path: '/news/7/working-copy', body: { title: 'Байланыс жоқ' } }))
  })

  it('lays words typed while a revision is brought back beside it', async () => {
    const version = await open(stored)
    serve = async (call) => {
      if (call.path.endsWith('/restore')) version.form.lead = 'Осы арада терілді'
      return call.path.endsWith('/lock') ? saves(call) : [200, { ...stored, title: 'Бұрынғы тақырып', version: 5 }]
    }
    await version.bringBack(2)
    expect(version.form.lead).toBe('Осы арада терілді')
    expect(version.conflict.value).toMatchObject({ theirs: { title: 'Бұрынғы тақырып' }, mine: { lead: 'Осы арада терілді' } })
  })

  it('learns what was typed by somebody whose lock was taken over', async () => {
    const version = await open({ ...stored, lock: lock('Ерлан') })
    const head = { articleId: 7, user: { id: 2, name: 'Ерлан' }, baseVersion: 4, savedAt: '2026-11-21T01:00:00Z', title: '', language: 'kk' }
    serve = async call => call.path === '/news/7/working-copies' ? [200, { items: [head] }] : call.path === '/news/7' ? [200, stored] : saves(call)
    await version.lock.take(true)
    await vi.waitFor(() => expect(version.copies.others.value.map(o => o.user.name)).toEqual(['Ерлан']))
  })

  it('remembers what kept edits began with until their conflict is settled', async () => {
    serve = async () => [503, {}]
    const before = await open(stored)
    before.form.title = 'Менікі'
    before.keeping.keep()
    mounted?.unmount()

    for (const _ of ['once', 'again']) {
      const later = await open({ ...stored, version: 6, lead: 'Басқа біреу өзгерткен' })
      await later.keeping.look()
      later.restore(later.copies.offers.value[0]!)
      expect(later.conflict.value).toMatchObject({ since: 4, base: { lead: 'Лид' }, mine: { title: 'Менікі' }, theirs: { lead: 'Басқа біреу өзгерткен' } })
      later.keeping.leave()
      mounted?.unmount()
    }
  })

  it('does not offer again what was taken back before the server answered', async () => {
    const head = { articleId: 7, user: { id: 1, name: 'Мен' }, baseVersion: 4, savedAt: '2026-11-21T01:00:00Z', title: '', language: 'kk' }
    serve = async () => [503, {}]
    const before = await open(stored)
    before.form.title = 'Бір рет'
    before.keeping.keep()
    mounted?.unmount()
    const again = await open(stored)
    serve = async (call) => {
      if (call.path === '/news/7/working-copies') return (again.restore(again.copies.offers.value[0]!), [200, { items: [head] }])
      if (call.path === '/news/7/working-copies/1') return [200, { head, content: { ...content(stored), slug: '', title: 'Бір рет' } }]
      if (call.path === '/news/7/revisions/4') return [200, { revision: {}, content: content(stored) }]
      return saves(call)
    }
    await again.keeping.look()
    expect(again.form.title).toBe('Бір рет')
    expect(again.copies.offers.value).toEqual([])
  })

  it('shows the newer text where nothing was typed, and asks nothing', async () => {
    const version = await open(stored)
    const theirs = { ...stored, version: 9, title: 'Олардікі' }
    serve = async () => [409, { type: 'x', title: '', status: 409, code: 'news.version_stale', current: theirs }]
    expect(await version.go('submit')).toBe(false)
    expect([version.form.title, version.conflict.value, version.problem.value?.code]).toEqual(['Олардікі', undefined, 'news.version_stale'])
    serve = async () => [200, stored]
    await version.refresh()
    expect([version.form.title, version.article.value?.version]).toEqual(['Олардікі', 9])
  })

  it('learns while nothing is typed what others do', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const version = await open(stored)
    serve = async call => call.path === '/news/7' ? [200, { ...stored, version: 5, state: 'ready', lock: lock('Ерлан') }] : saves(call)
    await vi.advanceTimersByTimeAsync(15_000)
    await vi.waitFor(() => expect(version.lock.holder.value?.user.name).toBe('Ерлан'))
    expect(version.editable.value).toBe(false)
    serve = async call => call.path === '/news/7' ? [200, { ...stored, version: 6, state: 'ready', title: 'Жаңарған' }] : saves(call)
    await vi.advanceTimersByTimeAsync(15_000)
    await vi.waitFor(() => expect([version.form.title, version.article.value?.state]).toEqual(['Жаңарған', 'ready']))
  })

  it('takes no step while an embargo is half typed', async () => {
    const version = await open(stored)
    version.unclear.add('embargoUntil')
    expect([await version.go('publish'), await version.save(), await version.correct('Түзетілді')]).toEqual([false, false, false])
    expect(version.problem.value?.fields?.[0]).toMatchObject({ field: 'embargoUntil', code: 'invalid' })
    expect(calls).toEqual([])
    version.unclear.delete('embargoUntil')
    expect(await version.go('publish')).toBe(true)
  })

  it('offers once what browser and server both have of the same typing', async () => {
    let kept: Record<string, unknown> = {}
    const head = { articleId: 7, user: { id: 1, name: 'Мен' }, baseVersion: 4, savedAt: '2026-11-21T01:00:00Z', title: '', language: 'kk' }
    serve = async (call) => {
      if (call.path === '/news/7/working-copy' && call.method === 'PUT') kept = call.body
      if (call.path === '/news/7/working-copy') return [200, head]
      if (call.path === '/news/7/working-copies') return [200, { items: [head] }]
      if (call.path === '/news/7/working-copies/1') return [200, { head, content: kept }]
      if (call.path === '/news/7/revisions/4') return [200, { revision: {}, content: content(stored) }]
      return saves(call)
    }
    const before = await open(stored)
    before.form.title = 'Бірінші'
    before.keeping.keep()
    await before.keeping.flush()
    before.form.title = 'Бірінші сөйлем'
    before.keeping.keep()
    mounted?.unmount()
    const again = await open(stored)
    await again.keeping.look()
    expect(again.copies.offers.value.map(o => o.fields.title)).toEqual(['Бірінші сөйлем'])
    mounted?.unmount()

    localStorage.clear()
    const elsewhere = await open(stored)
    await elsewhere.keeping.look()
    expect(elsewhere.copies.offers.value.map(o => [o.fields.title, o.fields.slug])).toEqual([['Бірінші', 'zhana-mektep']])
    expect(elsewhere.copies.waiting.value).toBe(true)
  })

  it('forgets the browser\'s copy once the server has the text', async () => {
    const version = await open(stored)
    version.form.title = 'Сақталды'
    version.keeping.keep()
    expect(localStorage.length).toBe(1)
    await version.save()
    expect(localStorage.length).toBe(0)
  })

  it('takes the lock with the first key, and no sooner', async () => {
    const version = await open(stored)
    await nextTick()
    expect(locks).toEqual([])
    version.form.title = 'Жазып отырмын'
    await vi.waitFor(() => expect(version.lock.mine.value).toBe(true))
    version.form.title = 'Жазып отырмын, иә'
    await nextTick()
    expect(locks.map(c => `${c.method} ${JSON.stringify(c.body)}`)).toEqual(['PUT {"takeOver":false}'])
    version.lock.release()
    await vi.waitFor(() => expect(locks.at(-1)?.method).toBe('DELETE'))
  })

  it('is closed while somebody else writes, and keeps the text of one whose lock was taken', async () => {
    expect((await open({ ...stored, lock: lock('Ерлан') })).editable.value).toBe(false)
    mounted?.unmount()

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    const version = await open(stored)
    version.form.title = 'Менің сөзім'
    await vi.waitFor(() => expect(version.lock.mine.value).toBe(true))
    serve = async call => call.path.endsWith('/lock') ? [409, { type: 'x', title: '', status: 409, code: 'news.locked', lock: lock('Ерлан') }] : saves(call)
    await vi.advanceTimersByTimeAsync(15_000)
    await vi.waitFor(() => expect(version.lock.lost.value).toBe(true))
    expect(version.lock.holder.value?.user.name).toBe('Ерлан')
    expect(version.editable.value).toBe(false)
    await vi.waitFor(() => expect(calls.filter(c => c.path.endsWith('/working-copy')).at(-1)?.body).toMatchObject({ baseVersion: 4, title: 'Менің сөзім' }))
  })

  it('begins an article on the server by itself, once there is a word', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const version = await open(null)
    version.form.rubricId = 3
    await vi.advanceTimersByTimeAsync(20_000)
    expect(calls).toEqual([])
    version.form.title = 'Алғашқы сөз'
    await vi.advanceTimersByTimeAsync(2500)
    await vi.waitFor(() => expect(version.article.value?.id).toBe(7))
    expect(calls.map(c => `${c.method} ${c.path}`)).toEqual(['POST /news'])
    expect(version.dirty.value).toBe(false)
    version.form.lead = 'Одан әрі'
    await vi.advanceTimersByTimeAsync(2500)
    await vi.waitFor(() => expect(calls.at(-1)).toMatchObject({ method: 'PUT', path: '/news/7/working-copy', body: { lead: 'Одан әрі' } }))
  })

  it('takes over what a step sets besides', async () => {
    const version = await open({ ...stored, state: 'published', steps: ['save'] })
    serve = async call => [200, { ...stored, urgency: 'breaking', version: Number(call.body.version) + 1 }]
    expect(await version.go('breaking', { minutes: 30 })).toBe(true)
    expect([version.form.urgency, version.dirty.value]).toEqual(['breaking', false])
    expect(calls[0]).toMatchObject({ path: '/news/7/breaking', body: { version: 4, minutes: 30 } })
  })

  it('sends a correction with its text, not after a save of its own', async () => {
    const version = await open({ ...stored, state: 'published', steps: ['save', 'correct'] })
    version.form.lead = 'Түзетілген'
    expect(await version.correct('Күні қате жазылған.')).toBe(true)
    expect(calls.map(c => c.path)).toEqual(['/news/7/correct'])
    expect(calls[0]!.body).toMatchObject({ version: 4, lead: 'Түзетілген', note: 'Күні қате жазылған.' })
  })

  it('begins an article anew, and goes on with it', async () => {
    const version = await open(null)
    version.form.title = 'Жаңа'
    await version.save()
    version.form.lead = 'Лид қосылды'
    await version.save()
    expect(calls.map(c => `${c.method} ${c.path}`)).toEqual(['POST /news', 'PUT /news/7'])
    expect(calls[0]!.body).toMatchObject({ language: 'kk', title: 'Жаңа' })
  })
})
