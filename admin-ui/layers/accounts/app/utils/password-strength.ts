/** The least and the most characters of a password, as the contract's NewPassword has them. */
export const passwordLength = { least: 12, most: 200 }

/** How good a new password is, while it is typed; the server has the last word. */
export type PasswordStrength = 'empty' | 'short' | 'own' | 'plain' | 'good' | 'strong'

const strongLength = 18 // characters: four words or so
const plainVariety = 4 // different characters, at most, in a password that is one key pressed again and again

/** Judges by what the server refuses (too short, one's own e-mail) and by length and variety. */
export function passwordStrength(password: string, email: string): PasswordStrength {
  const length = [...password].length
  if (length === 0) return 'empty'
  if (length < passwordLength.least) return 'short'
  if (isOwn(password.toLowerCase(), email.toLowerCase())) return 'own'
  if (new Set(password.toLowerCase()).size <= plainVariety || isRun(password)) return 'plain'
  return length >= strongLength ? 'strong' : 'good'
}

function isOwn(password: string, email: string): boolean {
  const name = email.split('@')[0] ?? ''
  return password === email || (name.length > 3 && password.replaceAll(name, '').length < passwordLength.least / 2)
}

/** Whether it is mostly one step up or down: 123456789012, abcdefghijkl. */
function isRun(password: string): boolean {
  const codes = [...password].map(letter => letter.codePointAt(0)!)
  const steps = codes.slice(1).map((code, i) => code - codes[i]!)
  return steps.filter(step => Math.abs(step) === 1).length > codes.length * 0.7
}
