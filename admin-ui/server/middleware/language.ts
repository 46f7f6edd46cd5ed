/** Settles the language of the interface; a `?lang=` is remembered. */
export default defineEventHandler((event) => {
  const asked = knownLanguage(getQuery(event).lang)
  event.context.language = chooseLanguage(asked, getCookie(event, languageCookie), getHeader(event, 'accept-language') ?? '')
  if (asked) rememberLanguage(event, asked)
})
