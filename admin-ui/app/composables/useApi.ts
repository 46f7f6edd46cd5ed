import type { Client } from 'openapi-fetch'
import type { components, paths } from '~~/contract/admin'

/** The admin API, typed by its contract. */
export type AdminApi = Client<paths>

/** Shorthand for the contract's schemas. */
export type Schemas = components['schemas']

/** The only way to the server. Wrap a call in `answer()` to get its body or a problem. */
export function useApi(): AdminApi {
  return useNuxtApp().$api as AdminApi
}
