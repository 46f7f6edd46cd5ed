/** A line of a table of old addresses, and what came of it. */
export interface RedirectTask extends Task { line: number, input: Schemas['RedirectInput'], code?: string }

/** How many old addresses one request takes in. */
export const importMost = 200

/** So many lines a table may have: more are better divided. */
export const csvMost = 50_000

const names = ['language', 'path', 'target', 'status', 'note'] as const
type Column = typeof names[number]

/** The cells of a table whose cells are divided by semicolons, commas or tabs, and may stand in quotes. */
export function cells(text: string): string[][] {
  const first = text.slice(0, text.search(/[\r\n]|$/))
  const divider = ['\t', ';', ','].find(d => first.includes(d)) ?? ','
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (c === '"' && !cell.trim()) {
      cell = ''
      quoted = true
    } else if (c === divider) {
      rows.at(-1)!.push(cell)
      cell = ''
    } else if (c === '\n') {
      rows.at(-1)!.push(cell)
      rows.push([])
      cell = ''
    } else if (c !== '\r') {
      cell += c
    }
  }
  rows.at(-1)!.push(cell)
  return rows.map(row => row.map(one => one.trim()))
}

/** Reads a table of old addresses: the columns by their names in the first line, or language, path, target. What is no redirect at all is refused here. */
export function readRedirects(text: string, language: string): RedirectTask[] {
  const rows = cells(text.replace(/^\uFEFF/, ''))
  const head = rows[0]!.map(name => name.toLowerCase())
  const named = head.includes('path')
  const columns = named ? head : ['language', 'path', 'target']
  return rows.map((row, i) => ({ row, line: i + 1 }))
    .filter(({ row }, i) => (i > 0 || !named) && row.some(Boolean))
    .slice(0, csvMost + 1)
    .map(({ row, line }) => task(line, Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ''])) as Record<Column, string>, language))
}

function task(line: number, row: Record<Column, string>, language: string): RedirectTask {
  const input: Schemas['RedirectInput'] = { language: row.language || language, path: row.path }
  const gone = row.status === '410' || !row.target && row.status === ''
  if (gone) input.gone = true
  else input.target = row.target
  if (row.status === '302') input.temporary = true
  if (row.note) input.note = row.note.slice(0, 300)
  const code = refusal(input, row)
  return { line, input, outcome: code ? 'refused' : 'waiting', code }
}

/** What the contract would refuse: one such line would hinder all of its request. */
function refusal(input: Schemas['RedirectInput'], row: Record<Column, string>): string | undefined {
  if (!/^[a-z]{2}$/.test(input.language)) return 'languages.unknown'
  if (input.path.length < 2 || input.path.length > 500 || !/^\/[^\s#]*$/.test(input.path)) return 'redirects.bad_path'
  if (!input.gone && !input.target || input.gone && row.status !== '410') return 'redirects.one_end'
  if ((input.target ?? '').length > 500) return 'redirects.foreign_target'
  return undefined
}
