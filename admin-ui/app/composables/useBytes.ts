/** Writes a file's size as the language of the interface does: thousands of bytes, or millions with a tenth. */
export function useBytes(): (bytes: number) => string {
  const { t, locale } = useI18n()
  return bytes => bytes < 1e6
    ? t('size.kilobytes', { n: Math.max(1, Math.round(bytes / 1e3)) })
    : t('size.megabytes', { n: inTenths(Math.round(bytes / 1e5), locale.value) })
}
