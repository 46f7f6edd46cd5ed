import type { H3Event } from 'h3'
import type { InterfaceLanguage } from '../../locales'

const year = 365 * 24 * 3600

/** Keeps the choice of language for a year. */
export function rememberLanguage(event: H3Event, language: InterfaceLanguage): void {
  setCookie(event, languageCookie, language, {
    httpOnly: true,
    sameSite: 'lax',
    secure: getRequestProtocol(event, { xForwardedProto: true }) === 'https',
    path: '/admin/',
    maxAge: year
  })
}
