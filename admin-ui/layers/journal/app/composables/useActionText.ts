/** Actions, kinds of things and fields in words; what has none keeps its code. */
export function useActionText() {
  const { t, te } = useI18n()
  const word = (group: string, code: string) => te(`journal.${group}.${code}`) ? t(`journal.${group}.${code}`) : code
  return {
    action: (code: string) => word('action', code),
    feature: (code: string) => word('feature', code),
    objectType: (code: string) => word('objectType', code),
    field: (code: string) => word('field', code)
  }
}
