/** A number of tenths as the language writes it: the tenth only where there is one. */
export function inTenths(tenths: number, language: string): string {
  const number = tenths % 10 ? (tenths / 10).toFixed(1) : String(tenths / 10)
  return language === 'en' ? number : number.replace('.', ',')
}
