const pause = 2000 // ms after the last key until the text is looked at

/** Looks for what is probably wrong in a version's text, as its writer pauses. */
export function useTextCheck(version: Pick<ArticleVersion, 'form' | 'language' | 'editable'>) {
  const api = useQuietApi()
  const { form, language } = version
  const found = shallowRef<Finding[]>([])
  const passedOver = reactive(new Set<string>())
  const pending = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const done = ref(false)
  const findings = computed(() => found.value.filter(one => !passedOver.has(signature(one))))
  let asked = 0

  async function check(): Promise<void> {
    const turn = ++asked
    pending.value = true
    try {
      const { title, lead, body } = snapshot(form)
      const { items } = await answer(api.POST('/texts/check', { body: { language, title, lead, body } }))
      if (turn !== asked) return
      found.value = items
      problem.value = null
      done.value = true
    } catch (error) {
      if (turn === asked) problem.value = problemOf(error)
    } finally {
      if (turn === asked) pending.value = false
    }
  }

  /** Puts the suggestion into the headline or the lead. */
  function apply(finding: Finding) {
    if (finding.field === 'body') return
    form[finding.field] = mend(form[finding.field], finding)
    found.value = without(found.value, finding)
  }

  /** Shows the finding, and all like it, no more while the page is open. */
  const ignore = (finding: Finding) => passedOver.add(signature(finding))

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(() => [form.title, form.lead, form.body], () => {
    clearTimeout(timer)
    if (version.editable.value) timer = setTimeout(() => { void check() }, pause)
  })
  onScopeDispose(() => clearTimeout(timer))

  return { findings, pending, problem, done, check, apply, ignore }
}

/** The check of a version's text. */
export type TextCheck = ReturnType<typeof useTextCheck>
