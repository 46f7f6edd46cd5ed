/**
 * A whole number as the language writes it: 1 234 567, in English 1,234,567. Browsers are not
 * asked: Chromium knows no Kazakh numbers, and the server does.
 */
export function grouped(number: number, language: string): string {
  const between = language === 'en' ? ',' : '\u00A0'
  return String(Math.trunc(number)).replace(/\B(?=(\d{3})+$)/g, between)
}
