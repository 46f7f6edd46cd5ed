// The agency's spelling, as the server's platform/slug has it; the test holds the examples of both.
const letters: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e',
  ю: 'yu', я: 'ya', ә: 'a', ғ: 'g', қ: 'q', ң: 'n', ө: 'o', ұ: 'u', ү: 'u', һ: 'h', і: 'i'
}
// Latin letters that stand by mistake in Cyrillic words.
const lookAlikes: Record<string, string> = { a: 'а', c: 'с', e: 'е', h: 'һ', i: 'і', k: 'к', o: 'о', p: 'р', x: 'х', y: 'у' }
const longest = 90

/** What the server will make of a title; shown while one writes. The server's word counts. */
export function slugFrom(title: string): string {
  const words = title.normalize('NFC').split(/[^\p{L}\p{M}\p{Nd}'’ʼ`´]+/u).map(spell).filter(Boolean)
  let slug = words.shift()?.slice(0, longest) ?? ''
  for (const word of words) {
    if (slug.length + 1 + word.length > longest) break
    slug += `-${word}`
  }
  return slug
}

function spell(word: string): string {
  return [...mend(word.toLowerCase())].map(letter => letters[letter] ?? plain(letter)).join('')
}

function plain(letter: string): string {
  return [...letter.normalize('NFKD').toLowerCase()].map(part => letters[part] ?? (/[a-z0-9]/.test(part) ? part : '')).join('')
}

function mend(word: string): string {
  const meant = [...word].every(letter => !/\p{Script=Latin}/u.test(letter) || letter in lookAlikes)
  if (!meant || !/\p{Script=Cyrillic}/u.test(word)) return word
  return [...word].map(letter => lookAlikes[letter] ?? letter).join('')
}

/** Whether the slug is the title's, perhaps with the number that keeps two apart. */
export function isMadeFrom(slug: string, title: string): boolean {
  const made = slugFrom(title)
  return slug === made || slug.replace(/-\d+$/, '') === made
}
