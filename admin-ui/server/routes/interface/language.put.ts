/** Remembers the language of the interface in an HttpOnly cookie. */
export default defineEventHandler(async (event) => {
  const language = knownLanguage((await readBody<{ language?: unknown }>(event))?.language)
  if (!language) throw createError({ status: 400, message: 'unknown language' })
  rememberLanguage(event, language)
  setResponseStatus(event, 204)
  return null
})
