import { mockNuxtImport, mountSuspended } from '@nuxt/test-utils/runtime'
import createClient from 'openapi-fetch'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { components, paths } from '../../contract/admin'
import { LocalDrafts } from '../../layers/news/app/utils/local-drafts'
import { useArticleVersion, type ArticleVersion } from '../../layers/news/app/composables/useArticleVersion'

type Article = components['schemas']['Article']
type Call = { method: string, path: string, body: Record<string, unknown> }

const text = (words: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] })
const stored: Article = {
  id: 7, storyId: 3, language: 'kk', state: 'draft', version: 4, title: 'Жаңа мектеп', slug: 'zhana-mektep', lead: 'Лид', body: text('Мәтін'),
  rubricId: 1, tagIds: [], authorIds: [], pictureId: null, seoTitle: '', seoDescription: '', seoKeywords: '',
  createdBy: { id: 1, name: 'A' }, updatedBy: { id: 2, name: 'Ерлан' }, createdAt: '2026-11-21T00:00:00Z', updatedAt: '2026-11-21T00:00:00Z',
  publishedAt: null, url: '', versions: []
}

/** What the server does with the next requests; each test says. */
let calls: Call[] = []
let serve: (call: Call) => Promise<[number, unknown]> = async () => [404, { code: 'http.not_found', status: 404 }]

const client = createClient<paths>({
  baseUrl: 'http://panel.test/api/admin/v1',
  async fetch(request) {
    const call = { method: request.method, path: new URL(request.url).pathname.replace('/api/admin/v1', ''), body: request.method === 'GET' ? {} : await request.json() }
    calls.push(call)
    const [status, body] = await serve(call)
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  }
})
mockNuxtImport('useApi', () => () => client)
mockNuxtImport('useSession', () => () => ({ me: { value: { id: 1 } }, may: () => true }))

/** The version in a component of its own, with the browser's store. */
async function open(article: Article | null): Promise<ArticleVersion> {
  let version!: ArticleVersion
  await mountSuspended(defineComponent({
    setup() {
      version = useArticleVersion({ language: 'kk', article }, new LocalDrafts(localStorage, 1))
      return () => h('p')
    }
  }))
  return version
}

const saves = async (call: Call): Promise<[number, unknown]> => [200, { ...stored, ...call.body, slug: call.body.slug || 'from-the-server', version: Number(call.body.version ?? 0) + 1 }]

beforeEach(() => {
  localStorage.clear()
  calls = []
  serve = saves
})

describe('a language version while it is edited', () => {
  it('keeps what is typed while a save is under way, and knows that it is not saved', async () => {
    const version = await open(stored)
    version.form.title = 'Бірінші'
    serve = async (call) => {
      version.form.lead = 'Сақталып жатқанда жазылды'
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
    expect(await version.publish()).toBe(true)
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
    serve = async () => [409, { type: 'x', title: 'Conflict', status: 409, code: 'news.version_stale', current: theirs }]
    expect(await version.save()).toBe(false)
    expect(version.conflict.value?.theirs.title).toBe('Олардікі')
    expect(version.form.title).toBe('Менікі')

    serve = saves
    await version.settle({ ...version.form, lead: 'Олардың лиді' }, theirs)
    expect(calls[1]!.body).toMatchObject({ version: 9, title: 'Менікі', lead: 'Олардың лиді' })
    expect(version.conflict.value).toBeUndefined()
    expect(version.dirty.value).toBe(false)
  })

  it('shows what a refusal says of a field until the field changes', async () => {
    const version = await open(stored)
    serve = async () => [422, { type: 'x', title: '', status: 422, code: 'news.incomplete', fields: [{ field: 'rubricId', code: 'required', message: '' }, { field: 'title', code: 'required', message: '' }] }]
    expect(await version.publish()).toBe(false)
    version.form.rubricId = 2
    await nextTick()
    expect(version.problem.value?.fields?.map(f => f.field)).toEqual(['title'])
    version.form.title = 'Бар'
    await nextTick()
    expect(version.problem.value).toBeNull()
  })

  it('offers unsaved edits back, and a comparison when the article went on without them', async () => {
    const before = await open(stored)
    before.form.title = 'Сақталмаған'
    before.keep()

    const again = await open(stored)
    again.findDraft()
    expect(again.offer.value?.fields.title).toBe('Сақталмаған')
    again.restore()
    expect(again.form.title).toBe('Сақталмаған')
    expect(again.conflict.value).toBeUndefined()

    const later = await open({ ...stored, version: 6, lead: 'Басқа біреу өзгерткен' })
    later.findDraft()
    later.restore()
    expect(later.conflict.value?.base.lead).toBe('Лид')
    expect(later.conflict.value?.theirs.lead).toBe('Басқа біреу өзгерткен')
  })

  it('forgets the browser\'s copy once the server has the text', async () => {
    const version = await open(stored)
    version.form.title = 'Сақталды'
    version.keep()
    expect(localStorage.length).toBe(1)
    await version.save()
    expect(localStorage.length).toBe(0)
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
