export default defineNuxtConfig({
  compatibilityDate: '2026-09-01',
  telemetry: false,
  modules: ['@nuxt/ui', '@nuxtjs/i18n'],
  css: ['~/assets/css/main.css'],
  app: { baseURL: '/admin/' }
})
