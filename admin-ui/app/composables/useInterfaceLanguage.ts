import { interfaceLocales, type InterfaceLanguage } from '~~/locales'

/** The language of the interface, and how to change it. */
export function useInterfaceLanguage() {
  const { locale, setLocale } = useI18n()
  const { app } = useRuntimeConfig()
  const route = useRoute()

  /** Switches at once, and has the server remember it. */
  async function choose(language: InterfaceLanguage): Promise<void> {
    await setLocale(language)
    // The address must not bring the former one back.
    if (route.query.lang) await navigateTo({ query: { ...route.query, lang: undefined } }, { replace: true })
    await $fetch(`${app.baseURL}interface/language`, { method: 'PUT', body: { language } }).catch(() => undefined)
  }

  return { language: computed(() => locale.value as InterfaceLanguage), all: interfaceLocales, choose }
}
