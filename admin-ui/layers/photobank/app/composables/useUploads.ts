/** The files that this component sends; `done` hears of each that comes to be a picture while the component is there. */
export function useUploads(done: (picture: Schemas['Picture'], upload: Upload) => void) {
  const queue = useUploadQueue()
  const keys = ref<number[]>([])
  const uploads = computed(() => queue.uploads.value.filter(upload => keys.value.includes(upload.key)))
  const busy = computed(() => uploads.value.some(isUnderWay))

  onScopeDispose(queue.onDone((upload) => {
    if (upload.picture && keys.value.includes(upload.key)) done(toRaw(upload.picture), upload)
  }))

  function add(files: Iterable<File>): void {
    keys.value = [...keys.value, ...queue.add(files)]
  }

  const retry = (upload: Upload) => queue.goOn(upload.key)
  const dismiss = (upload: Upload) => queue.drop(upload.key)
  return { uploads, busy, add, retry, dismiss }
}
