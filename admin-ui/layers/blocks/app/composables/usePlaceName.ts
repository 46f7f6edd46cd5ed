/** Says which page a place is. */
export function usePlaceName() {
  const { t } = useI18n()
  const { spoken } = useLanguages()
  const { nameOf } = useRubrics()
  return (place: string): string => {
    const rubric = rubricOfPlace(place)
    if (rubric === undefined) return t('layouts.home')
    return nameOf(rubric, spoken.value) || t('layouts.rubric', { id: rubric })
  }
}
