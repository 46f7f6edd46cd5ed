/** Sends one picture to the photobank; told of the share that is sent, 0 to 1. */
export function useUpload() {
  const { $renew } = useNuxtApp()

  return async (file: File, progress: (share: number) => void): Promise<Schemas['Picture']> => {
    const url = `${apiBase}/pictures`
    // fetch can't tell how much is sent; the old request can.
    const send = renewingFetch(() => post(url, file, progress), $renew)
    const response = await send(new Request(url, { method: 'POST' })).catch(() => undefined)
    const body: unknown = await response?.json().catch(() => undefined)
    if (response?.ok) return body as Schemas['Picture']
    throw problemError(response ? toProblem(body, response.status) : { type: 'about:blank', title: '', status: 503, code: UNREACHABLE })
  }
}

function post(url: string, file: File, progress: (share: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file)
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.upload.onprogress = e => e.lengthComputable && progress(e.loaded / e.total)
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
    request.onerror = () => reject(new TypeError('the upload broke off'))
    request.send(form)
  })
}
