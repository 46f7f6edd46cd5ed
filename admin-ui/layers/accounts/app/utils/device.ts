const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/YaBrowser\//, 'Yandex'], [/Firefox\//, 'Firefox'], [/Chrom(e|ium)\//, 'Chrome'], [/Safari\//, 'Safari']
]
const systems: [RegExp, string][] = [
  [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux|X11/, 'Linux']
]

/** What a User-Agent says of itself, for telling one's own sessions apart. */
export function deviceOf(userAgent: string): { name: string, mobile: boolean } {
  const named = [browsers, systems].map(list => list.find(([sign]) => sign.test(userAgent))?.[1])
  return { name: named.filter(Boolean).join(' · '), mobile: /Mobi|Android|iPhone|iPad/.test(userAgent) }
}
