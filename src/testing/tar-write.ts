// Tar out of a file tree, as the Engine writes it with Go's archive/tar (POSIX.1-1988 ustar; PAX records, POSIX.1-2001,
// for names that do not fit). Modes carry the type's bits, as moby's pkg/archive adds them.

import type { Entry, Files } from './files.ts'

/** A tar is made of these. */
export const BLOCK_BYTES = 512
/** Bytes of the two empty blocks at a tar's end. */
export const END_BYTES = 2 * BLOCK_BYTES

const TYPES = {
  file: { flag: '0', bits: 0o100000 },
  directory: { flag: '5', bits: 0o040000 },
  symlink: { flag: '2', bits: 0o120000 },
}

function octal(value: number, digits: number): string {
  return `${Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0')}\0`
}

interface Fields {
  readonly name: string
  readonly prefix: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly mtime: number
  readonly flag: string
  readonly target: string
  readonly owner: string
}

function header({ name, prefix, mode, uid, gid, size, mtime, flag, target, owner }: Fields): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES)
  const put = (text: string, at: number) => block.write(text, at, 'utf8')
  put(name, 0)
  put(octal(mode, 7), 100)
  put(octal(uid, 7), 108)
  put(octal(gid, 7), 116)
  put(octal(size, 11), 124)
  put(octal(mtime, 11), 136)
  put('        ', 148)
  put(flag, 156)
  put(target, 157)
  put('ustar\0', 257)
  put('00', 263)
  put(owner, 265)
  put(owner, 297)
  put(octal(0, 7), 329)
  put(octal(0, 7), 337)
  put(prefix, 345)
  let sum = 0
  for (const byte of block) sum += byte
  put(`${octal(sum, 6)} `, 148)
  return block
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES)
}

/** A name of at most 100 bytes and a prefix of at most 155 before its slash; undefined where it cannot be so cut. */
function cut(name: string): { name: string; prefix: string } | undefined {
  if (/[^\x00-\x7f]/.test(name)) return undefined
  if (name.length <= 100) return { name, prefix: '' }
  for (let at = name.lastIndexOf('/', 155); at > 0; at = name.lastIndexOf('/', at - 1)) {
    if (name.length - at - 1 <= 100 && at < name.length - 1)
      return { name: name.slice(at + 1), prefix: name.slice(0, at) }
  }
  return undefined
}

/** `length key=value\n`, the length counted with itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`)
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

/** One entry: header, content, padding. */
export function* tarEntry(path: string, { type, mode, uid, gid, mtime, data, target }: Entry): Generator<Uint8Array> {
  const { flag, bits } = TYPES[type]
  const name = type === 'directory' && !path.endsWith('/') ? `${path}/` : path
  const short = cut(name)
  const longTarget = Buffer.byteLength(target) > 100 || /[^\x00-\x7f]/.test(target)
  if (!short || longTarget) {
    const records: Buffer[] = []
    if (longTarget) records.push(paxRecord('linkpath', target))
    if (!short) records.push(paxRecord('path', name))
    const body = Buffer.concat(records)
    const pax = { mode: 0, uid: 0, gid: 0, mtime: 0, target: '', owner: '', prefix: '' }
    yield header({ ...pax, name: 'PaxHeaders.0/entry', size: body.length, flag: 'x' })
    yield Buffer.concat([body, padding(body.length)])
  }
  yield header({
    ...(short ?? {
      name: Buffer.from(name)
        .toString('latin1')
        .slice(0, 100)
        .replace(/[^\x00-\x7f]/g, '_'),
      prefix: '',
    }),
    mode: mode | bits,
    uid,
    gid,
    size: data.length,
    mtime,
    flag,
    target: longTarget ? '' : target,
    owner: uid === 0 && gid === 0 ? 'root' : '',
  })
  if (data.length === 0) return
  yield data
  yield padding(data.length)
}

/** A tar of `path` (resolved) and what is below it, the top called `name`. */
export function* tarTree(files: Files, path: string, name: string): Generator<Uint8Array> {
  for (const each of files.walk(path)) {
    const below = each.slice(path === '/' ? 1 : path.length + 1)
    yield* tarEntry(below === '' ? name : `${name.replace(/\/$/, '')}/${below}`, files.stat(each)!)
  }
  yield Buffer.alloc(END_BYTES)
}

/** A tar of what is in the tree's root, without the root itself. */
export function* tarBelow(files: Files): Generator<Uint8Array> {
  for (const each of files.walk('/')) if (each !== '/') yield* tarEntry(each.slice(1), files.stat(each)!)
  yield Buffer.alloc(END_BYTES)
}
