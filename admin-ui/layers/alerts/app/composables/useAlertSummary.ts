/** Asked for so often, an alert is seen within fifteen seconds of what raised it. */
const every = 5000 // ms

/** How many alerts are open, for the mark in the navigation; asked for quietly. */
export function useAlertSummary() {
  const { may } = useSession()
  const api = useQuietApi()
  const summary = useState<Schemas['AlertSummary']>('alert-summary', () => ({ open: 0, critical: 0 }))

  async function refresh() {
    if (!may('alerts.read')) return
    try {
      summary.value = await answer(api.GET('/alerts/summary'))
    } catch {
      // A mark in the navigation is not worth a notice; the page itself says what is wrong.
    }
  }

  return { summary, refresh, every }
}
