// What is in a folder or in an archive, as lines that two sides can be compared by. A time from during the test is "now": a folder's
// changes with what is made in it.

import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { fsName, nameOfBytes } from '../../src/archive/base/names.ts'
import { readTar } from '../../src/files.ts'

const EARLIEST = Date.now() / 1000 - 3600

/** One line: name, type and mode, owner, time, what it holds. */
function line(name: string, kind: string, mode: number, owner: string, seconds: number, holds: string): string {
  const time = seconds > EARLIEST ? 'now' : String(seconds)
  return `${name} ${kind}${mode.toString(8)} ${owner} ${time} ${holds}`
}

/** The lines of a local folder. Owners are left out: a copy does not keep them. */
export function listFolder(folder: string): string[] {
  const lines: string[] = []
  const add = (path: string): void => {
    const names = readdirSync(fsName(folder + path), { encoding: 'buffer' }).map(nameOfBytes)
    for (const name of names.sort()) {
      const own = `${path}/${name}`
      const local = fsName(folder + own)
      const stat = lstatSync(local)
      // Whole microseconds: Node's own number of ms is a sum of fractions.
      const seconds = Math.round(stat.mtimeMs * 1000) / 1e6
      const mode = stat.mode & 0o7777
      if (stat.isSymbolicLink())
        lines.push(line(own, 'l', 0, '', seconds, nameOfBytes(readlinkSync(local, { encoding: 'buffer' }))))
      else if (stat.isDirectory()) {
        lines.push(line(own, 'd', mode, '', seconds, ''))
        add(own)
      } else lines.push(line(own, '-', mode, `${stat.nlink}`, seconds, hashOf(readFileSync(local))))
    }
  }
  add('')
  return lines
}

/** The lines of an archive, sorted. */
export async function listArchive(archive: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = []
  for await (const entry of readTar(archive)) {
    const pieces: Uint8Array[] = []
    for await (const piece of entry.content()) pieces.push(piece)
    const holds = entry.target === '' ? hashOf(Buffer.concat(pieces)) : entry.target
    const seconds = Number(entry.mtimeNs / 1_000_000_000n)
    lines.push(line(entry.name, `${entry.type} `, entry.mode, `${entry.uid}:${entry.gid}`, seconds, holds))
  }
  return lines.sort()
}

function hashOf(bytes: Uint8Array): string {
  return `${bytes.length} ${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`
}
