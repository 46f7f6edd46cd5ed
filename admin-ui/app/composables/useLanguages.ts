/** A content language of the portal. */
export type ContentLanguage = Schemas['LanguageInfo']

/** The configured content languages, asked for once. */
export function useLanguages() {
  const api = useApi()
  const { data } = useAsyncData('languages', () => answer(api.GET('/languages')), {
    getCachedData: (key, nuxtApp) => nuxtApp.payload.data[key],
    dedupe: 'defer'
  })
  const languages = computed<ContentLanguage[]>(() => data.value?.items ?? [])
  const { locale } = useI18n()
  // In which language to name things to the reader: the interface's, where things have names in it.
  const spoken = computed(() => (languages.value.find(l => l.code === locale.value) ?? languages.value[0])?.code ?? locale.value)
  const nameOf = (code: string) => languages.value.find(l => l.code === code)?.name ?? code
  return { languages, spoken, nameOf }
}
