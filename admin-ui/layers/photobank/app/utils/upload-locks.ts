const name = (id: string) => `baq-upload-${id}`

/** Lets the other tabs of the browser know that an upload travels from this one. */
export function holdUpload(id: string): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  // Browsers without locks show an upload as broken off in their other tabs, no more.
  void navigator.locks?.request(name(id), () => held)
  return release
}

/** The ids of the uploads that travel from any tab of the browser. */
export async function heldUploads(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks?.query() ?? {}
  const prefix = name('')
  return new Set(held.map(lock => lock.name ?? '').filter(lock => lock.startsWith(prefix)).map(lock => lock.slice(prefix.length)))
}
