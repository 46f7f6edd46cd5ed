/** A code as the server compares it: people read, type and paste it in groups. */
export function plainCode(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
}

/** Whether it is a whole code of an authenticator app. */
export function isTotpCode(text: string): boolean {
  return /^[0-9]{6}$/.test(plainCode(text))
}
