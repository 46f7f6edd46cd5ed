/** Whose rights end when: the month and the day stand in the address. */
export function useRights() {
  const api = useApi()
  const route = useRoute()
  const now = useNow()
  const today = computed(() => almatyDate(now.value))
  const day = computed(() => readDate(route.query.day))
  const month = computed(() => readMonth(route.query.month) ?? day.value?.slice(0, 7) ?? almatyMonth(now.value))
  const show = (query: { month?: string, day?: string }) => navigateTo({ path: '/photobank/rights', query }, { replace: true })

  const calendar = useAsyncData(() => `rights-calendar-${month.value}`, () => answer(api.GET('/pictures/rights-calendar', { params: { query: calendarSpan(month.value) } })))
  const counts = computed(() => countsByDate(calendar.data.value?.days ?? []))

  // The moment does not move while one reads: else lists would begin anew under the eyes.
  const since = now.value
  const list = (name: string, span: () => { from?: string, until: string }) => useKeyset(
    () => `${name}-${JSON.stringify(span())}`,
    cursor => answer(api.GET('/pictures/rights', { params: { query: { ...span(), cursor, limit: 30 } } }))
  )
  const ended = list('rights-ended', () => ({ until: new Date(since).toISOString() }))
  const ending = list('rights-ending', () => momentsBetween(day.value ? { day: day.value } : { month: month.value }, since))

  const chosen = shallowRef<ReadonlyMap<number, Schemas['Picture']>>(new Map())
  function choose(pictures: readonly Schemas['Picture'][], on: boolean): void {
    const next = new Map(chosen.value)
    for (const picture of pictures) {
      if (on) next.set(picture.id, picture)
      else next.delete(picture.id)
    }
    chosen.value = next
  }
  const clear = () => { chosen.value = new Map() }
  const refresh = () => Promise.all([calendar.refresh(), ended.first.refresh(), ending.first.refresh()])

  return { today, day, month, show, calendar, counts, ended, ending, chosen, choose, clear, refresh }
}
