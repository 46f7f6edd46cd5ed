/** The roles, asked for once and shared by the pages that name them. */
export function useRoles() {
  const api = useApi()
  const { may } = useSession()
  const { language } = useInterfaceLanguage()
  const { data, error, status, refresh } = useAsyncData('roles', () => answer(api.GET('/roles')), { dedupe: 'defer' })
  // Those that may most come first.
  const roles = computed(() => [...data.value?.items ?? []].sort((a, b) => b.permissions.length - a.permissions.length))
  const permissions = computed(() => data.value?.permissions ?? [])

  /** A role's name in the language of the interface, else in any; a key that is gone stays readable. */
  function nameOf(key: string): string {
    const names = roles.value.find(r => r.key === key)?.names
    return names?.[language.value] ?? Object.values(names ?? {})[0] ?? key
  }

  /** Nobody hands on what they may not do themselves. */
  const grantable = (role: Role) => role.permissions.every(may)
  return { roles, permissions, nameOf, grantable, error, status, refresh }
}
