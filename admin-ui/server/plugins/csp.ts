import { randomBytes } from 'node:crypto'

/** Lets only the panel's own scripts run: those of its origin, and the inline ones that this render wrote. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('render:response', (response) => { delete response.headers?.['x-powered-by'] })
  nitro.hooks.hook('render:html', (html, { event }) => {
    if (import.meta.dev) return
    const nonce = randomBytes(16).toString('base64')
    const signed = (parts: string[]) => parts.map(part => part.replaceAll('<script', `<script nonce="${nonce}"`))
    html.head = signed(html.head)
    html.bodyPrepend = signed(html.bodyPrepend)
    html.body = signed(html.body)
    html.bodyAppend = signed(html.bodyAppend)
    setResponseHeaders(event, {
      'content-security-policy': policy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store'
    })
  })
})

// A frame shows the site's own preview pages. Style attributes are written by the kit while it places menus and dialogs.
function policy(nonce: string): string {
  return [
    "default-src 'none'", `script-src 'self' 'nonce-${nonce}'`, "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
    "font-src 'self'", "connect-src 'self'", "frame-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"
  ].join('; ')
}
