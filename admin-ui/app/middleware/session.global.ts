/** Sends strangers to the login, and those who are logged in away from it. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { me } = useSession()
  if (useError().value) return
  if (!me.value && to.meta.permission !== 'public') {
    return navigateTo({ path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } })
  }
  if (me.value && to.path === '/login') return navigateTo(safeNext(to.query.next))
  if (me.value) await useLanguages().load()
})
