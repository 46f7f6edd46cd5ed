/** The languages of the panel's interface; each layer keeps one file of messages for each. */
export const interfaceLocales = [
  { code: 'kk' as const, language: 'kk-KZ', name: 'Қазақша', file: 'kk.json' },
  { code: 'ru' as const, language: 'ru-RU', name: 'Русский', file: 'ru.json' },
  { code: 'en' as const, language: 'en-GB', name: 'English', file: 'en.json' }
]

/** The code of an interface language. */
export type InterfaceLanguage = (typeof interfaceLocales)[number]['code']

/** Spoken when neither a choice nor the browser says otherwise. */
export const defaultInterfaceLanguage: InterfaceLanguage = 'kk'
