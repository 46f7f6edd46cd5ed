import { interfaceLocales } from '../../locales'

export default defineNuxtConfig({
  i18n: { locales: interfaceLocales }
})
