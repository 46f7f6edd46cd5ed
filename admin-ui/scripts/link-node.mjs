// Makes node_modules/.bin/node the Node that package.json pins. Both architectures' packages bring
// a command of that name, and npm takes the link away again with the one that does not fit.
import { existsSync, rmSync, symlinkSync } from 'node:fs'

const bin = new URL('../node_modules/.bin/', import.meta.url)
const pinned = `../node-linux-${process.arch}/bin/node`

if (existsSync(new URL(pinned, bin))) {
  rmSync(new URL('node', bin), { force: true })
  symlinkSync(pinned, new URL('node', bin))
}
