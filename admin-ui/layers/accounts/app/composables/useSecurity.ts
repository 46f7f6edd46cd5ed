/** My password, second factors and passkeys; `changed` after something became otherwise. */
export function useSecurity() {
  const api = useApi()
  const { load } = useSession()
  const security = useAsyncData('security', () => answer(api.GET('/account/security')))

  /** Asks anew for what is set up, and whether a second factor is still missing. */
  async function changed(): Promise<void> {
    await Promise.all([security.refresh(), load().catch(() => undefined)])
  }

  return { security, changed }
}
