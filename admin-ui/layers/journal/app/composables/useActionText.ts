/** Actions and kinds of things in words; what has none keeps its code. */
export function useActionText() {
  const { t, te } = useI18n()
  const action = (code: string) => te(`journal.action.${code}`) ? t(`journal.action.${code}`) : code
  const feature = (code: string) => te(`journal.feature.${code}`) ? t(`journal.feature.${code}`) : code
  const objectType = (code: string) => te(`journal.objectType.${code}`) ? t(`journal.objectType.${code}`) : code
  return { action, feature, objectType }
}
