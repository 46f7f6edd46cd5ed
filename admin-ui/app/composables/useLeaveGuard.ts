/** Asks before unsaved edits are left; `own` tells an address change of the editor itself, `text` what becomes of them. */
export function useLeaveGuard(dirty: () => boolean, own: (path: string) => boolean, text?: () => string) {
  const { t } = useI18n()
  const confirm = useConfirm()

  const guard = async (to: { path: string }) => !dirty() || own(to.path) || await confirm({
    title: t('leave.title'), text: text?.() ?? t('leave.text'), yes: t('leave.yes'), danger: !text
  })
  onBeforeRouteLeave(guard)
  onBeforeRouteUpdate(guard)

  const warn = (event: BeforeUnloadEvent) => { if (dirty()) event.preventDefault() }
  onMounted(() => addEventListener('beforeunload', warn))
  onBeforeUnmount(() => removeEventListener('beforeunload', warn))
}
