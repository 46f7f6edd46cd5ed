import createClient from 'openapi-fetch'
import type { paths } from '~~/contract/admin'

/** Provides the API client; the server's and the browser's differ in how they send, renew and ask. */
export default defineNuxtPlugin((nuxtApp) => {
  const transport = import.meta.server ? serverTransport(nuxtApp) : browserTransport(nuxtApp)
  const baseUrl = transport.origin + apiBase
  const renewing = renewingFetch(transport.send, transport.renew)
  const api = createClient<paths>({ baseUrl, fetch: transport.confirm ? confirmingFetch(renewing, transport.confirm) : renewing })
  const quietApi = createClient<paths>({ baseUrl, fetch: renewingFetch(transport.send, transport.refresh) })
  return { provide: { api, quietApi, renew: transport.renew } }
})
