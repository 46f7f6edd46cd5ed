/** The e-mail that somebody gave on the way to the login, so as not to ask for it twice. */
export function useKnownEmail(): Ref<string> {
  return useState('known-email', () => '')
}
