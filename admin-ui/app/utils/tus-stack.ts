import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client'
import { renewingFetch, type Renew } from './renewal'

/**
 * How resumable uploads reach the server: as every call of the panel does, a session that has
 * ended is renewed and the request sent once more. fetch can't tell how much is sent; the old
 * request can.
 */
export function tusStack(renew: Renew): HttpStack {
  return { createRequest: (method, url) => new TusRequest(method, url, renew), getName: () => 'panel' }
}

class TusRequest implements HttpRequest {
  private readonly headers: Record<string, string> = {}
  private request = new XMLHttpRequest()
  private progress: (bytesSent: number) => void = () => undefined
  private aborted = false

  constructor(private readonly method: string, private readonly url: string, private readonly renew: Renew) {}

  getMethod = () => this.method
  getURL = () => this.url
  getHeader = (name: string) => this.headers[name]
  getUnderlyingObject = () => this.request

  setHeader(name: string, value: string): void {
    this.headers[name] = value
  }

  setProgressHandler(handler: (bytesSent: number) => void): void {
    this.progress = handler
  }

  async send(body: Blob | null): Promise<HttpResponse> {
    let text = ''
    const once = async () => {
      const response = await this.sendOnce(body)
      text = this.request.responseText
      return response
    }
    const response = await renewingFetch(once, this.renew)(new Request(this.url, { method: this.method }))
    return {
      getStatus: () => response.status,
      getHeader: name => response.headers.get(name) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => response
    }
  }

  private sendOnce(body: Blob | null): Promise<Response> {
    return new Promise((resolve, reject) => {
      if (this.aborted) return // Given up while the session was renewed: nobody waits any longer.
      const request = new XMLHttpRequest()
      this.request = request
      request.open(this.method, this.url)
      for (const [name, value] of Object.entries(this.headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = (event) => { if (event.lengthComputable) this.progress(event.loaded) }
      request.onload = () => resolve(new Response(null, { status: request.status, headers: headersOf(request) }))
      request.onerror = () => reject(new TypeError('the upload broke off'))
      request.send(body)
    })
  }

  async abort(): Promise<void> {
    this.aborted = true
    this.request.abort()
  }
}

function headersOf(request: XMLHttpRequest): [string, string][] {
  const lines = request.getAllResponseHeaders().trim().split(/[\r\n]+/).filter(Boolean)
  return lines.map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at), line.slice(at + 1).trim()]
  })
}
