// The database of the newsroom under test, for what cannot be done from a browser.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the newsroom under test keeps its data; its letters are files there, as on a developer's desk. */
export const data = process.env.PORTAL_DATA_DIR ?? '../.data'

/** Runs a statement past the portal; returns what it gives, one row a line. */
export function sql(statement) {
  const { primary } = JSON.parse(readFileSync(join(data, 'servers.json'), 'utf8'))
  return execFileSync('psql', [primary, '--quiet', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1', '--command', statement], { encoding: 'utf8' }).trim()
}
