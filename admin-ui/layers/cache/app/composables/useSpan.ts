/** Says for how long, in the language of the interface. */
export function useSpan(): (seconds: number) => string {
  const { t } = useI18n()
  return (seconds) => {
    const { unit, n } = ageIn(seconds)
    return t(`cache.span.${unit}`, { n })
  }
}
