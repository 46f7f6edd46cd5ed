/** One thing about a picture that should be seen at once. */
export interface PictureMark { name: string, icon: string, color: 'error' | 'warning' | 'neutral', text: string }

/** What of a picture wants attention, the gravest first. */
export function usePictureMarks(picture: () => Schemas['Picture']) {
  const { t } = useI18n()
  const missingNames = useMissingNames()
  return computed<PictureMark[]>(() => {
    const { rights, expiresAt, missing, used } = picture()
    const date = expiresAt ? almaty(expiresAt).date : ''
    const marks: (PictureMark | false)[] = [
      rights === 'expired' && { name: 'expired', icon: 'i-lucide-ban', color: 'error', text: t('photobank.library.mark.expired', { date }) },
      rights === 'expiring' && { name: 'expiring', icon: 'i-lucide-hourglass', color: 'warning', text: t('photobank.library.mark.expiring', { date }) },
      missing.length > 0 && { name: 'missing', icon: 'i-lucide-clipboard-pen', color: 'warning', text: t('photobank.library.mark.missing', { what: missingNames(missing) }) },
      !used && { name: 'unused', icon: 'i-lucide-circle-dashed', color: 'neutral', text: t('photobank.library.mark.unused') }
    ]
    return marks.filter(mark => mark !== false)
  })
}

/** Names required fields that are empty, such as `author` or `alt.kk`. */
export function useMissingNames(): (missing: readonly string[]) => string {
  const { t, te } = useI18n()
  return missing => missing.map((field) => {
    const [name = '', language] = field.split('.')
    const label = te(`photobank.fields.required.${name}`) ? t(`photobank.fields.required.${name}`) : name
    return language ? `${label} (${language})` : label
  }).join(', ')
}
