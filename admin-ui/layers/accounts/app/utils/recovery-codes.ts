/** So few codes are a reason to make new ones. */
export const fewRecoveryCodes = 3

/** The codes as a file to be kept: what they are for, whose they are, one a line. */
export function recoveryFile(codes: readonly string[], heading: string, email: string): string {
  return [heading, email, '', ...codes, ''].join('\r\n')
}
