/** Deletes what a form edits once one has said yes, as a submission of the form, which shows a refusal. True: it is gone. */
export function useDeletion(run: Submission['run']) {
  const { t } = useI18n()
  const confirm = useConfirm()
  return async (title: string, text: string, send: () => Promise<unknown>): Promise<boolean> => {
    if (!await confirm({ title, text, yes: t('actions.delete'), danger: true })) return false
    const gone = await run(async () => {
      await send()
      return true
    })
    return gone ?? false
  }
}
