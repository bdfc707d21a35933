// The image that live tests run: the machine's own static busybox under its applet names, imported with
// POST /images/create?fromSrc=- (Engine API ImageCreate), so that no registry is needed.
// The archive is POSIX ustar: 512-byte headers, data padded to 512, two zero blocks at the end.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { call } from './call.ts'

/** The name under which live tests find the image. */
export const imageName = 'busybox:latest'

/** Where distributions install busybox, the static one first. */
const places = ['/bin/busybox.static', '/bin/busybox', '/usr/bin/busybox', '/usr/local/bin/busybox']

/** The path of a static busybox, or the reason why there is none. */
export function findBusybox(): { path: string } | { reason: string } {
  const found = places.filter((place) => existsSync(place))
  // A dynamic executable names its loader (PT_INTERP: /lib64/ld-linux…, /lib/ld-musl…) in its first page.
  const path = found.find((place) => !readFileSync(place).subarray(0, 4096).includes('/ld-'))
  if (path !== undefined) return { path }
  return { reason: found.length === 0 ? 'no busybox on this machine' : `${found[0]} is not a static busybox` }
}

/** An image without a shell on its path: one static program. */
export function bareArchive(path: string): Buffer {
  const entries = [...entry('busybox', 0, 0o755, readFileSync(path)), ...entry('tmp/', 5, 0o1777)]
  return Buffer.concat([...entries, Buffer.alloc(1024)])
}

/** One ustar entry: `kind` is 0 for a file, 2 for a symbolic link, 5 for a folder. */
function entry(name: string, kind: 0 | 2 | 5, mode: number, data: Uint8Array = new Uint8Array(0), link = ''): Buffer[] {
  const head = Buffer.alloc(512)
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0')
  head.write(name, 0, 100)
  head.write(octal(mode, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(data.length, 12), 124)
  head.write(octal(0, 12), 136)
  head.write(' '.repeat(8), 148)
  head.write(String(kind), 156)
  head.write(link, 157, 100)
  head.write('ustar\x0000', 257, 'latin1')
  // The sum is taken with its own field as spaces, and is written as six digits, NUL, space.
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${octal(sum, 7)}\0 `, 148, 'latin1')
  return [head, Buffer.from(data), Buffer.alloc((512 - (data.length % 512)) % 512)]
}

/** The image's root file system as a tar archive. */
export function busyboxArchive(path: string): Buffer {
  const applets = spawnSync(path, ['--list'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
  const file = (name: string, text: string) => entry(name, 0, 0o644, Buffer.from(text))
  return Buffer.concat([
    ...['bin/', 'etc/', 'root/', 'usr/', 'usr/bin/', 'var/'].flatMap((name) => entry(name, 5, 0o755)),
    ...entry('tmp/', 5, 0o1777),
    ...file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'),
    ...file('etc/group', 'root:x:0:\n'),
    ...entry('bin/busybox', 0, 0o755, readFileSync(path)),
    ...applets
      .filter((name) => name !== 'busybox')
      .flatMap((name) => entry(`bin/${name}`, 2, 0o777, undefined, 'busybox')),
    Buffer.alloc(1024),
  ])
}

/** Imports the image into the Engine at `host`, unless it has one. True if this call has imported it. */
export async function provideImage(host: string, label: string): Promise<boolean> {
  if ((await call(host, 'GET', `/images/${imageName}/json`)).status === 200) return false
  const busybox = findBusybox()
  if ('reason' in busybox) throw new Error(`the Engine has no image ${imageName}, and ${busybox.reason}`)
  const query = new URLSearchParams({ fromSrc: '-', repo: 'busybox', tag: 'latest' })
  query.append('changes', 'CMD ["sh"]')
  query.append('changes', `LABEL ${label}`)
  const archive = busyboxArchive(busybox.path)
  const { status, text } = await call(host, 'POST', `/images/create?${query}`, archive, 'application/x-tar')
  // The response is 200 before the work is done: a failure is a record in the stream.
  if (status !== 200 || text.includes('"error"'))
    throw new Error(`importing ${imageName}: ${status} ${text.slice(0, 500)}`)
  return true
}
