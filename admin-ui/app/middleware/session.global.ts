/**
 * Sends strangers to the login, and those who are logged in away from it. Who still lacks the
 * second factor that a role asks for gets no further than the account, where it is set up.
 */
export default defineNuxtRouteMiddleware(async (to) => {
  const { me } = useSession()
  if (useError().value) return
  if (!me.value && to.meta.permission !== 'public') {
    return navigateTo({ path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } })
  }
  if (me.value && to.path === '/login') return navigateTo(safeNext(to.query.next))
  if (me.value?.secondFactorMissing && to.meta.permission !== 'public' && to.path !== '/account') {
    return navigateTo({ path: '/account', query: to.fullPath === '/' ? {} : { next: to.fullPath } })
  }
  if (me.value) await useLanguages().load()
})
