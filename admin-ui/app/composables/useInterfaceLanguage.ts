import { interfaceLocales, type InterfaceLanguage } from '~~/locales'

/** The language of the interface, and how to change it. */
export function useInterfaceLanguage() {
  const { locale, setLocale } = useI18n()
  const { app } = useRuntimeConfig()

  /** Switches at once, and has the server remember it. */
  async function choose(language: InterfaceLanguage): Promise<void> {
    await setLocale(language)
    await $fetch(`${app.baseURL}interface/language`, { method: 'PUT', body: { language } }).catch(() => undefined)
  }

  return { language: computed(() => locale.value as InterfaceLanguage), all: interfaceLocales, choose }
}
