import type { Nuxt } from 'nuxt/schema'
import { defaultInterfaceLanguage, interfaceLocales } from './locales'

// The Go server that answers /api and /media; in production it stands in front of the panel. NUXT_API_ORIGIN names another.
const apiOrigin = process.env.NUXT_API_ORIGIN ?? 'http://127.0.0.1:8080'

/**
 * Icons prefetch on the server, and Vue numbers the ids around a prefetching component
 * apart. Nuxt cuts the prefetch out of the browser's code, which then numbers otherwise:
 * labels lose their inputs. So the browser keeps it.
 */
function keepServerPrefetch(_: unknown, nuxt: Nuxt) {
  const { client } = nuxt.options.optimization.treeShake.composables
  client.vue = client.vue?.filter(name => name !== 'onServerPrefetch') ?? []
}

export default defineNuxtConfig({
  compatibilityDate: '2026-09-01',
  telemetry: false,
  devtools: { enabled: false },
  modules: ['@nuxt/ui', '@nuxtjs/i18n', keepServerPrefetch],
  css: ['~/assets/css/main.css'],

  app: {
    baseURL: '/admin/',
    head: {
      meta: [{ name: 'robots', content: 'noindex, nofollow' }],
      link: [{ rel: 'icon', type: 'image/svg+xml', href: '/admin/favicon.svg' }]
    }
  },

  runtimeConfig: { apiOrigin },

  // Nothing is fetched from outside: fonts and icons come from npm packages.
  ui: { fonts: false },
  icon: { provider: 'none', serverBundle: 'local', clientBundle: { scan: { globInclude: ['app/**/*.{vue,ts}', 'layers/**/*.{vue,ts}'], globExclude: ['node_modules', '.nuxt', '.output'] } } },
  colorMode: { storageKey: 'baq-colour-mode' },

  i18n: {
    strategy: 'no_prefix',
    defaultLocale: defaultInterfaceLanguage,
    locales: interfaceLocales,
    detectBrowserLanguage: false
  },

  components: [{ path: '~/components', pathPrefix: false }],
  typescript: { strict: true },
  nitro: {
    compressPublicAssets: { gzip: true, brotli: true },
    devProxy: { '/api': { target: `${apiOrigin}/api` }, '/media': { target: `${apiOrigin}/media` } }
  }
})
