/** What is known of a link: `missing` where the address brought none, `spent` when it was used, is too old or unknown. */
export type LinkStatus = 'reading' | 'good' | 'spent' | 'missing' | 'failed'

/**
 * The invitation or reset link by which the page was opened. Its token stands behind the #, where
 * neither servers nor their logs see it; it is taken from there and out of the address bar at once.
 */
export function useAccountLink() {
  const api = useApi()
  const route = useRoute()
  const router = useRouter()
  const status = ref<LinkStatus>('reading')
  const problem = shallowRef<Problem | null>(null)
  const link = shallowRef<Schemas['AccountLink'] | null>(null)
  let token = ''

  /** Asks whose link it is. */
  async function look(): Promise<void> {
    status.value = 'reading'
    link.value = null
    try {
      link.value = await answer(api.POST('/account-links/look', { body: { token } }))
      status.value = 'good'
    } catch (error) {
      problem.value = problemOf(error)
      // A token of a wrong shape was mistyped or cut off.
      status.value = [400, 404, 422].includes(problem.value.status) ? 'spent' : 'failed'
    }
  }

  /** Spends the link on a new password. */
  async function use(password: string): Promise<true> {
    await answer(api.POST('/account-links/use', { body: { token, password } }))
    return true
  }

  async function take(hash: string): Promise<void> {
    token = hash.slice(1)
    await router.replace({ hash: '' })
    await look()
  }

  onMounted(async () => {
    // Another link opened in the same tab changes the hash alone.
    watch(() => route.hash, (hash) => { if (hash) void take(hash) })
    if (route.hash) await take(route.hash)
    else status.value = 'missing'
  })

  return { status, problem, link, look, use }
}
