// What the reader says, in both languages of the agency.
export type Language = 'kk' | 'ru'

const words = {
  latest: { kk: 'Соңғы жаңалықтар', ru: 'Последние новости' },
  more: { kk: 'Тағы көрсету', ru: 'Показать ещё' },
  search: { kk: 'Іздеу', ru: 'Поиск' },
  found: { kk: 'Табылғаны', ru: 'Найдено' },
  nothing: { kk: 'Ештеңе табылмады.', ru: 'Ничего не найдено.' },
  loading: { kk: 'Жүктелуде…', ru: 'Загрузка…' },
  offline: { kk: 'Байланыс жоқ. Бұрын жүктелгені көрсетіліп тұр.', ru: 'Нет соединения. Показано загруженное раньше.' },
  unreachable: { kk: 'Байланыс жоқ, ал бұл бет бұрын жүктелмеген.', ru: 'Нет соединения, а эта страница раньше не загружалась.' },
  missing: { kk: 'Мұндай материал жоқ.', ru: 'Такого материала нет.' },
  gone: { kk: 'Материал сайттан алынған.', ru: 'Материал снят с сайта.' },
  wait: { kk: 'Сұраныс тым көп. Қайталауға дейін, секунд:', ru: 'Слишком много запросов. До повтора, секунд:' },
  failed: { kk: 'Бір нәрсе дұрыс болмады. Код:', ru: 'Что-то пошло не так. Код:' },
  readOn: { kk: 'Тағы оқыңыз', ru: 'Читайте также' },
  other: { kk: 'Русский', ru: 'Қазақша' }
} as const satisfies Record<string, Record<Language, string>>

export type Word = keyof typeof words

export const say = (word: Word, language: Language): string => words[word][language]

const months = ['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан']

/** A time as people in Kazakhstan tell it. Browsers do not know the Kazakh months by name. */
export function tell(iso: string, language: Language): string {
  const at = new Date(iso)
  const format = (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'Asia/Almaty' }).format(at)
  const time = format('ru', { hour: '2-digit', minute: '2-digit' })
  if (language === 'ru') return `${format('ru', { dateStyle: 'long' })}, ${time}`
  const [year, month, day] = format('sv', { dateStyle: 'short' }).split('-').map(Number)
  return `${year} жылғы ${day} ${months[month! - 1]}, ${time}`
}
