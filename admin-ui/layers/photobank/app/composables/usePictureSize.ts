/** Whether pictures are shown large; the browser remembers it for a year. */
export function usePictureSize() {
  const cookie = useCookie<string>('baq-picture-size', { maxAge: 365 * 24 * 3600, sameSite: 'lax', default: () => 'large' })
  return computed({ get: () => cookie.value !== 'small', set: (large) => { cookie.value = large ? 'large' : 'small' } })
}
