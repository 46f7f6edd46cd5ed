// What the API has to know of the browser for which the server asks.
const passedOn = ['user-agent', 'accept-language', 'x-forwarded-for', 'x-forwarded-proto', 'x-request-id', 'traceparent']

/** The browser behind a server-side render: its headers, and its cookies as they change under way. */
export class Caller {
  private readonly cookies: Map<string, string>

  constructor(private readonly headers: Headers) {
    this.cookies = new Map(parseCookies(headers.get('cookie') ?? ''))
  }

  /** The request as the browser would have sent it. */
  sign(request: Request): Request {
    const signed = new Request(request)
    for (const name of passedOn) {
      const value = this.headers.get(name)
      if (value) signed.headers.set(name, value)
    }
    const host = this.headers.get('x-forwarded-host') ?? this.headers.get('host')
    if (host) signed.headers.set('x-forwarded-host', host)
    if (this.cookies.size > 0) signed.headers.set('cookie', [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '))
    return signed
  }

  /** Takes over the cookies that an answer sets, as a browser does. */
  take(setCookies: string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';')
      const [name, value] = splitPair(pair)
      const ended = attributes.some(a => /^\s*max-age=(0|-\d+)\s*$/i.test(a))
      if (ended || value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

function parseCookies(header: string): [string, string][] {
  return header.split(';').map(splitPair).filter(([name]) => name !== '')
}

function splitPair(text: string): [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? ['', ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}
