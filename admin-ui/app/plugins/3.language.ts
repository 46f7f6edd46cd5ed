import { defaultInterfaceLanguage, type InterfaceLanguage } from '~~/locales'

/** Speaks the language that the server settled on, from the first byte on. */
export default defineNuxtPlugin({
  name: 'interface-language',
  dependsOn: ['i18n:plugin'],
  async setup(nuxtApp) {
    const language = useState<InterfaceLanguage>('interface-language', () => nuxtApp.ssrContext?.event.context.language ?? defaultInterfaceLanguage)
    await nuxtApp.$i18n.setLocale(language.value)
  }
})
