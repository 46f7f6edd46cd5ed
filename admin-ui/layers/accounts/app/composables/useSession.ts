/** Who is logged in. */
export type Me = Schemas['Me']

/** The session: who I am, what I may do, log out. The only state that pages share. */
export function useSession() {
  const api = useApi()
  const quietApi = useQuietApi()
  const me = useState<Me | null>('session', () => null)

  /** Asks the server who I am; nobody when there is no session: that is an answer here, and no reason to ask for a login. */
  async function load(): Promise<void> {
    try {
      me.value = await answer(quietApi.GET('/session'))
    } catch (error) {
      if (problemOf(error).status !== 401) throw error
      me.value = null
    }
  }

  /** Ends this session, or all of mine. */
  async function logout(everywhere = false): Promise<void> {
    await answer(everywhere ? api.DELETE('/sessions') : api.DELETE('/session'))
    me.value = null
  }

  /** Whether my roles allow it; nothing is allowed while the second factor that they ask for is missing. */
  const may = (permission: string) => !!me.value && !me.value.secondFactorMissing && me.value.permissions.includes(permission)

  return { me, load, logout, may }
}
