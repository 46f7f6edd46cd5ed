/**
 * Provides the files on their way to the photobank. They belong to no page: one goes on working
 * while they travel. Only closing the panel would break them off, so that asks first.
 */
export default defineNuxtPlugin((nuxtApp) => {
  const uploads = ref<Upload[]>([])
  const calls = () => nuxtApp.$quietApi as AdminApi // Asking how they stand is no reason to ask for a login.
  const path = (id: string) => ({ params: { path: { id } } })
  let settings: Promise<Schemas['PictureSettings']> | undefined

  function limits(): Promise<Schemas['PictureSettings']> {
    settings ??= answer(calls().GET('/picture-settings')).catch((error) => {
      settings = undefined
      throw error
    })
    return settings
  }

  async function send(upload: Upload, events: SendEvents): Promise<Sending> {
    if (import.meta.server) throw new Error('files are sent by browsers')
    const { chunkLimit } = await limits()
    return sendByTus(upload, events, { endpoint: `${location.origin}${apiBase}/picture-uploads`, chunkSize: chunkLimit, renew: nuxtApp.$renew as Renew })
  }

  const queue = uploadQueue(uploads, {
    limit: async () => (await limits()).uploadLimit,
    send,
    ask: id => answer(calls().GET('/picture-uploads/{id}', path(id))),
    remake: id => answer(calls().POST('/picture-uploads/{id}/retry', path(id))),
    forget: id => answer(calls().DELETE('/picture-uploads/{id}', path(id))),
    later: (ms, act) => { setTimeout(act, ms) }
  })

  if (import.meta.client) {
    addEventListener('online', queue.goOnWithStalled)
    addEventListener('beforeunload', (event) => { if (uploads.value.some(isTravelling)) event.preventDefault() })
  }
  return { provide: { uploads: queue } }
})
