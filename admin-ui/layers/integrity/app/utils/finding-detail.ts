/** The server's detail of a finding: what differs, in no language, and since when it is past. */
export function findingDetail(detail = ''): { technical: string, soundAt?: string } {
  const [technical = '', soundAt = ''] = detail.split(/(?:; )?✓ /)
  return Number.isNaN(Date.parse(soundAt)) ? { technical: detail } : { technical, soundAt }
}
