/** Learns before the first render who is logged in; the state travels to the browser with the page. */
export default defineNuxtPlugin(async () => {
  try {
    await useSession().load()
  } catch (error) {
    showError(createError({ status: 503, message: UNREACHABLE, data: problemOf(error), fatal: true }))
  }
})
