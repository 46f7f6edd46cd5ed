/** A content language of the portal. */
export type ContentLanguage = Schemas['LanguageInfo']

/** The configured content languages; the way to the first page asks for them, once. */
export function useLanguages() {
  const api = useApi()
  const { $i18n } = useNuxtApp()
  const languages = useState<ContentLanguage[]>('languages', () => [])

  /** Asks for the languages, unless they are known. */
  async function load(): Promise<void> {
    if (languages.value.length === 0) languages.value = (await answer(api.GET('/languages'))).items
  }

  // In which language to name things to the reader: the interface's, where things have names in it.
  const spoken = computed(() => (languages.value.find(l => l.code === $i18n.locale.value) ?? languages.value[0])?.code ?? '')
  // The languages as a field offers them.
  const choices = computed(() => languages.value.map(({ name, code }) => ({ label: name, value: code })))
  return { languages, choices, spoken, load }
}
