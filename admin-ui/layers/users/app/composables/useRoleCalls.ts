/** The calls by which roles change. */
export function useRoleCalls() {
  const api = useApi()
  const body = (fields: RoleFields) => ({ names: roleNames(fields), permissions: fields.permissions, secondFactor: fields.secondFactor })
  return {
    add: (key: string, fields: RoleFields) => answer(api.POST('/roles', { body: { ...body(fields), key } })),
    change: (role: Role, fields: RoleFields) => answer(api.PUT('/roles/{key}', { params: { path: { key: role.key } }, body: { ...body(fields), version: role.version } })),
    reload: async (key: string) => (await answer(api.GET('/roles'))).items.find(r => r.key === key),
    remove: async (key: string) => {
      await answer(api.DELETE('/roles/{key}', { params: { path: { key } } }))
      return true
    }
  }
}
