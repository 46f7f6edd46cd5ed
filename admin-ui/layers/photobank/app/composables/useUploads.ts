/** One file on its way to the photobank. */
export interface Upload {
  file: File
  share: number
  state: 'waiting' | 'sending' | 'done' | 'failed'
  problem?: Problem
}

const atOnce = 2

/** Sends many files, two at a time; each keeps its own progress and its own refusal. */
export function useUploads(done: (picture: Schemas['Picture']) => void) {
  const send = useUpload()
  const uploads = ref<Upload[]>([])
  const busy = computed(() => uploads.value.some(u => u.state === 'waiting' || u.state === 'sending'))

  async function work(upload: Upload): Promise<void> {
    upload.state = 'sending'
    try {
      const picture = await send(upload.file, (share) => { upload.share = share })
      upload.state = 'done'
      done(picture)
    } catch (error) {
      upload.state = 'failed'
      upload.problem = problemOf(error)
    }
    next()
  }

  function next(): void {
    const sending = uploads.value.filter(u => u.state === 'sending').length
    const waiting = uploads.value.filter(u => u.state === 'waiting').slice(0, atOnce - sending)
    for (const upload of waiting) void work(upload)
  }

  function add(files: Iterable<File>): void {
    uploads.value = uploads.value.filter(u => u.state !== 'done')
    for (const file of files) uploads.value.push({ file: markRaw(file), share: 0, state: 'waiting' })
    next()
  }

  function retry(upload: Upload): void {
    Object.assign(upload, { state: 'waiting', share: 0, problem: undefined })
    next()
  }

  const dismiss = (upload: Upload) => { uploads.value = uploads.value.filter(u => u !== upload) }
  return { uploads, busy, add, retry, dismiss }
}
