/** Settles the language of the interface; a `?lang=` is remembered. */
export default defineEventHandler((event) => {
  const { lang, url } = getQuery(event)
  // An error page is rendered by a request of its own, which names the first one's address.
  const asked = knownLanguage(lang ?? queryOf(url).get('lang'))
  event.context.language = chooseLanguage(asked, getCookie(event, languageCookie), getHeader(event, 'accept-language') ?? '')
  if (lang && asked) rememberLanguage(event, asked)
})

function queryOf(url: unknown): URLSearchParams {
  return new URLSearchParams(typeof url === 'string' ? url.split('?')[1] : '')
}
