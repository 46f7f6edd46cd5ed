/** Writes whole numbers as the language of the interface does. */
export function useNumber(): (number: number) => string {
  const { locale } = useI18n()
  return number => grouped(number, locale.value)
}
