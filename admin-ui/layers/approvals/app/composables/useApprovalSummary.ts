/** How many requests of others wait for an answer by the reader, for the mark in the navigation; asked for quietly. */
export function useApprovalSummary() {
  const { may } = useSession()
  const api = useQuietApi()
  const waiting = useState('approvals-waiting', () => 0)

  async function refresh() {
    if (!may('approvals.grant')) return
    try {
      const { items } = await answer(api.GET('/approvals', { params: { query: { state: 'open', limit: 50 } } }))
      waiting.value = items.filter(one => !one.mine).length
    } catch {
      // A mark in the navigation is not worth a notice; the page itself says what is wrong.
    }
  }

  return { waiting, refresh }
}
