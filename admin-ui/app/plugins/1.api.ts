import createClient from 'openapi-fetch'
import type { paths } from '~~/contract/admin'

/** Provides the API client; the server's and the browser's differ in how they send and renew. */
export default defineNuxtPlugin((nuxtApp) => {
  const transport = import.meta.server ? serverTransport(nuxtApp) : browserTransport(nuxtApp)
  const baseUrl = transport.origin + apiBase
  const api = createClient<paths>({ baseUrl, fetch: renewingFetch(transport.send, transport.renew) })
  const quietApi = createClient<paths>({ baseUrl, fetch: renewingFetch(transport.send, transport.refresh) })
  return { provide: { api, quietApi, renew: transport.renew } }
})
