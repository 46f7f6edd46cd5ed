/** What the editor can ask a column to do. */
export type ColumnAction = 'step' | 'history' | 'preview' | 'check'

/** What needs a word of its own before it is done. */
export type AskedStep = 'schedule' | 'correct' | 'kill' | 'return' | 'breaking'

const asking: readonly string[] = ['schedule', 'correct', 'kill', 'return', 'breaking']
// What must not wait for somebody who writes: it touches no text.
const pressing: readonly Step[] = ['unschedule', 'unpublish', 'kill']
const grave: Partial<Record<Step, boolean>> = { unpublish: true, trash: true }

/** Takes a version through the workflow: at once, after a question, or through a dialog. */
export function useSteps(version: ArticleVersion) {
  const { t } = useI18n()
  const notice = useNotice()
  const confirm = useConfirm()
  const { article, steps, editable, lock } = version
  const asked = ref<AskedStep>()
  const state = computed(() => article.value?.state ?? 'draft')
  // An article that is not on the server yet is made there by the step itself.
  const { may } = useSession()
  const begun = computed<readonly Step[]>(() => [...steps.value, ...(may('news.publish') ? ['publish', 'schedule'] as const : ['submit'] as const)])
  const allowed = computed<readonly Step[]>(() => lock.blocked.value ? steps.value.filter(step => pressing.includes(step)) : !article.value && editable.value ? begun.value : steps.value)
  const primary = computed(() => primaryStep(state.value, allowed.value))

  async function sure(step: Step, byKey: boolean): Promise<boolean> {
    if (grave[step]) return confirm({ title: t(`news.step.${step}`), text: t(`news.sure.${step}`), yes: t(`news.step.${step}`), danger: true })
    if (byKey && step === 'publish') return confirm({ title: t('news.step.publish'), text: t('news.sure.publish'), yes: t('news.step.publish') })
    return true
  }

  /** Takes the step; `byKey`: by a key, which may have been meant for another. */
  async function choose(step: Step | 'breaking', byKey = false): Promise<void> {
    if (asking.includes(step)) {
      version.problem.value = null
      asked.value = step as AskedStep
      return
    }
    const one = step as Exclude<Step, AskedStep>
    if (!await sure(one, byKey)) return
    const live = isLive(state.value)
    const done = one === 'save' ? await version.save() : await version.go(one)
    if (done) notice.done(one !== 'save' ? t(`news.done.${one}`) : t(live ? 'news.updatedOnSite' : 'states.saved'))
  }

  return { asked, choose, primary, allowed }
}
