/** A login whose password was right and that waits for the second factor. */
export type SecondStep = Schemas['SecondFactorNeeded']

/** The ways to log in, all with cookies: the panel never sees a token. Each says whose login it was. */
export function useLogin() {
  const api = useApi()
  const browser = usePasskeyBrowser()

  /** By e-mail and password; where a second factor is set up, that is the next step. */
  async function withPassword(email: string, password: string): Promise<Me | SecondStep> {
    const result = await answer(api.POST('/session', { body: { email, password, delivery: 'cookie' } }))
    return 'me' in result ? result.me : result
  }

  /** Finishes a login with a code of the app or a recovery code. */
  async function withCode(challenge: string, code: string): Promise<Me> {
    const { me } = await answer(api.POST('/session/second-factor', { body: { challenge, code: plainCode(code), delivery: 'cookie' } }))
    return me
  }

  /** By a passkey alone, or as the second step of a login with a password. */
  async function withPasskey(challenge?: string): Promise<Me> {
    const { ceremony, options } = await answer(api.POST('/session/passkey/options', { body: { challenge } }))
    const credential = await browser.prove(options)
    const { me } = await answer(api.POST('/session/passkey', { body: { ceremony, credential, delivery: 'cookie' } }))
    return me
  }

  return { withPassword, withCode, withPasskey, canPasskey: browser.supported }
}
