/** A path with its letters instead of their codes, where it can be read so. */
export function readablePath(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
