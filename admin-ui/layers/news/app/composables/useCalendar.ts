/** The calendar of what is planned: its days stand in the address, what happens on them comes from the server. */
export function useCalendar() {
  const api = useApi()
  const route = useRoute()
  const now = useNow()
  const today = computed(() => almatyDate(now.value))
  const view = computed<CalendarView>(() => route.query.view === 'month' ? 'month' : 'week')
  const date = computed(() => readDate(route.query.date) ?? today.value)
  const language = computed(() => readFilters(route.query).language)
  const dates = computed(() => datesOf(view.value, date.value))
  const show = (part: { view?: CalendarView, date?: string, language?: string }) => {
    const wanted = { view: view.value, date: date.value, language: language.value, ...part }
    return navigateTo({ path: '/calendar', query: { ...wanted, date: wanted.date === today.value ? undefined : wanted.date } }, { replace: true })
  }
  const turn = (direction: -1 | 1) => show({ date: turned(view.value, date.value, direction) })

  const { data, error, status, refresh } = useAsyncData(
    () => `calendar-${dates.value[0]}-${dates.value.length}-${language.value ?? ''}`,
    () => answer(api.GET('/newsroom/calendar', { params: { query: { ...spanOf(dates.value), language: language.value } } }))
  )
  /** What is about to be put to another time, and the date that it was dropped on. */
  const moving = shallowRef<{ item: Schemas['PlannedItem'], date: string }>()
  const days = computed(() => byDate(data.value?.items ?? []))
  const cut = computed(() => data.value?.more ?? false)
  return { view, date, language, today, dates, days, cut, loaded: computed(() => !!data.value), error, status, refresh, moving, show, turn }
}
