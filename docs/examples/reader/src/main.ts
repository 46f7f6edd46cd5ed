// A small reader: the address after # says what is shown.
//   #/            the latest        #/search/<words>
//   #/news/<id>   an article        #/at/<slug>       the same by its address on the site
import * as api from './api'
import { say, tell as dated, type Language } from './words'

let language: Language = localStorage.getItem('language') === 'ru' ? 'ru' : 'kk'
let turn = 0 // of what is shown: a late answer for another page is dropped
let reading: ReturnType<typeof setTimeout> | undefined

const find = <E extends Element>(selector: string) => document.querySelector<E>(selector)!
const [main, state, field] = [find<HTMLElement>('#main'), find<HTMLElement>('#state'), find<HTMLInputElement>('#search input')]

type Child = Node | string

function make(name: string, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

const when = (iso: string) => make('time', { datetime: iso }, dated(iso, language))

const lines = (items: api.Line[]) => items.map(one => make('li', {}, make('a', { href: `#/news/${one.id}` }, one.title), make('br'), when(one.publishedAt)))

/** A list that grows by its cursor. */
async function grow(target: HTMLElement, mine: number, more: (cursor?: string) => Promise<api.Answer<{ items: api.Line[], nextCursor: string | null }>>, cursor?: string) {
  const { data, old } = await more(cursor)
  if (mine !== turn) return
  tell(old)
  target.append(...lines(data.items))
  if (!target.childElementCount) state.textContent = say('nothing', language)
  const next = data.nextCursor
  if (!next) return
  const button = make('button', { type: 'button' }, say('more', language))
  button.addEventListener('click', () => {
    button.remove()
    grow(target, mine, more, next).catch(refuse)
  })
  target.after(button)
}

const tell = (old: boolean) => { state.textContent = old ? say('offline', language) : '' }

function refuse(reason: unknown) {
  const refusal = reason instanceof api.Refusal ? reason : new api.Refusal('failed', String(reason))
  state.textContent = `${say(refusal.word, language)} ${refusal.detail}`.trim()
}

function showArticle({ data, old }: api.Answer<api.Article>) {
  tell(old)
  document.title = data.title
  const body = make('div')
  body.innerHTML = data.bodyHtml // the contract promises safe HTML
  for (const link of body.querySelectorAll<HTMLAnchorElement>('a[href]')) settle(link, new URL(data.url))
  const picture = data.picture && shown(data.picture)
  main.replaceChildren(make('article', { lang: data.language }, make('h1', {}, data.title), when(data.publishedAt), make('p', {}, make('strong', {}, data.lead)), ...(picture ? [picture] : []), body,
    make('p', { class: 'small' }, data.authors.map(one => one.name).join(', '))))
  if (!old) reading = setTimeout(() => api.viewed(data.id), 5000)
}

/** Articles of the same site are read here; all else is opened where it is. */
function settle(link: HTMLAnchorElement, site: URL) {
  const target = new URL(link.getAttribute('href')!, site)
  const slug = target.origin === site.origin ? /^\/news\/([^/]+)$/.exec(target.pathname)?.[1] : undefined
  link.href = slug ? `#/at/${slug}` : target.href
}

function shown(picture: NonNullable<api.Article['picture']>) {
  const file = picture.renditions.at(-1) ?? picture.jpeg
  return file && make('figure', {}, make('img', { src: file.url, width: String(file.width), height: String(file.height), alt: picture.alt }), make('figcaption', {}, [picture.caption, picture.author].filter(Boolean).join(' · ')))
}

async function readOn(id: number, mine: number) {
  const { data } = await api.related(id)
  if (mine === turn && data.items.length) main.append(make('h2', {}, say('readOn', language)), make('ol', {}, ...lines(data.items)))
}

async function show() {
  const mine = ++turn
  clearTimeout(reading)
  document.documentElement.lang = language
  find('#search button').textContent = field.ariaLabel = say('search', language)
  find('#language').textContent = say('other', language)
  state.textContent = say('loading', language)
  main.replaceChildren()
  const [, kind = '', rest = ''] = location.hash.split('/').map(decodeURIComponent)
  try {
    if (kind === 'news' || kind === 'at') {
      const answer = kind === 'news' ? await api.article(Number(rest)) : await api.bySlug(language, rest)
      if (mine !== turn) return
      showArticle(answer)
      main.focus()
      await readOn(answer.data.id, mine).catch(() => undefined) // an article is whole without it
      return
    }
    const words = kind === 'search' ? rest : ''
    document.title = 'BAQ'
    const target = make('ol')
    main.append(make('h1', {}, words ? `${say('found', language)}: ${words}` : say('latest', language)), target)
    await grow(target, mine, cursor => words ? api.search(language, words, cursor) : api.list(language, cursor))
  } catch (reason) {
    if (mine === turn) refuse(reason)
  }
}

find('#search').addEventListener('submit', (event) => {
  event.preventDefault()
  location.hash = `#/search/${encodeURIComponent(field.value)}`
})
find('#language').addEventListener('click', () => {
  language = language === 'kk' ? 'ru' : 'kk'
  localStorage.setItem('language', language)
  if (location.hash === '#/' || !location.hash) show()
  else location.hash = '#/'
})
addEventListener('hashchange', show)
addEventListener('online', show)
show()
