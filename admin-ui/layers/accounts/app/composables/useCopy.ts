/** Copies a text and says so; where the browser does not allow it, the text stays to be copied by hand. */
export function useCopy() {
  const { t } = useI18n()
  const notice = useNotice()
  return async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text).then(() => notice.done(t('states.copied')), () => notice.failed(problemError({ type: 'about:blank', title: '', status: 400, code: 'panel.copy_refused' })))
  }
}
