/** Says what the text check found; a code that the panel does not know yet stands for itself. */
export function useFindingText() {
  const { t, te } = useI18n()
  return (code: string) => te(`news.finding.${code}`) ? t(`news.finding.${code}`) : code
}
