import type { AdminApi } from './useApi'

/**
 * The admin API for what runs beside somebody's work, such as keeping a draft: where the
 * session has ended it is refused, and no login dialog comes between two words.
 */
export function useQuietApi(): AdminApi {
  return useNuxtApp().$quietApi as AdminApi
}
