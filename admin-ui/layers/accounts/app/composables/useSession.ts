/** Who is logged in. */
export type Me = Schemas['Me']

/** The session: who I am, what I may do, log in and out. The only state that pages share. */
export function useSession() {
  const api = useApi()
  const me = useState<Me | null>('session', () => null)

  /** Asks the server who I am; nobody when there is no session. */
  async function load(): Promise<void> {
    try {
      me.value = await answer(api.GET('/session'))
    } catch (error) {
      if (problemOf(error).status !== 401) throw error
      me.value = null
    }
  }

  /** Logs in with cookies; the panel never sees a token. */
  async function login(email: string, password: string): Promise<Me> {
    const signedIn = await answer(api.POST('/session', { body: { email, password, delivery: 'cookie' } }))
    return signedIn.me
  }

  /** Ends this session, or all of mine. */
  async function logout(everywhere = false): Promise<void> {
    await answer(everywhere ? api.DELETE('/sessions') : api.DELETE('/session'))
    me.value = null
  }

  return { me, load, login, logout, may: (permission: string) => me.value?.permissions.includes(permission) ?? false }
}
