import { defaultInterfaceLanguage, interfaceLocales, type InterfaceLanguage } from '../../locales'

/** The cookie that remembers the language of the interface; HttpOnly, set by the server alone. */
export const languageCookie = 'baq_panel_language'

/** The interface language that the text names, if it is one. */
export function knownLanguage(text: unknown): InterfaceLanguage | undefined {
  return interfaceLocales.find(l => l.code === text)?.code
}

/** `?lang=` wins over the cookie, the cookie over the browser's wishes. */
export function chooseLanguage(query: unknown, cookie: unknown, acceptLanguage: string): InterfaceLanguage {
  return knownLanguage(query) ?? knownLanguage(cookie) ?? wished(acceptLanguage) ?? defaultInterfaceLanguage
}

function wished(acceptLanguage: string): InterfaceLanguage | undefined {
  const wishes = acceptLanguage.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map(p => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean)
    return { code: knownLanguage(tag.split('-')[0]), quality: Number(quality ?? 1) }
  })
  return wishes.filter(w => w.code && w.quality > 0).sort((a, b) => b.quality - a.quality)[0]?.code
}
