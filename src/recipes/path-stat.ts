// X-Docker-Container-Path-Stat → PathStat. Pure.
// Engine fact: standard base64 of JSON, whose `mode` is Go's os.FileMode: the permissions are POSIX's, but the kind and
// setuid, setgid and sticky stand in bits of Go's own.

import { FairleadError } from '../error.ts'
import type { Head } from '../wire/head.ts'

/** What a path of a container is. */
export type PathType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'fifo'
  | 'socket'
  | 'block-device'
  | 'character-device'
  | 'other'

/** A path of a container, as {@link statPath} and {@link copyFrom} tell it. */
export interface PathStat {
  /** The last part of the path. */
  name: string
  /** Bytes of a file. */
  size: number
  type: PathType
  /** POSIX permission bits with setuid, setgid and sticky: 0o0 to 0o7777. */
  permissions: number
  /** Go's os.FileMode, as the Engine sent it. */
  mode: number
  /** To the millisecond. */
  mtime: Date
  /** Nanoseconds since 1970 (UTC). */
  mtimeNs: bigint
  /** Where a symlink leads, within the container. Docker: '' for everything else; Podman: the resolved path of anything. */
  linkTarget: string
}

/** Go's bits (io/fs.FileMode) of what is neither a file nor a folder, in the order in which they are looked at. */
const KINDS = [
  [0x8000_0000, 'directory'],
  [0x0800_0000, 'symlink'],
  [0x0200_0000, 'fifo'],
  [0x0100_0000, 'socket'],
  [0x0020_0000, 'character-device'],
  [0x0400_0000, 'block-device'],
  [0x0008_0000, 'other'],
] as const satisfies readonly (readonly [number, PathType])[]

const SETUID = 0x0080_0000
const SETGID = 0x0040_0000
const STICKY = 0x0010_0000

/** @throws FairleadError ERR_RECORD_SYNTAX when the field is missing or is not what it should be. */
export function pathStat(head: Head): PathStat {
  const told = decode(head.get('x-docker-container-path-stat'))
  const mtimeNs = nanoseconds(told?.mtime)
  const { name, size, mode, linkTarget = '' } = told ?? {}
  if (
    typeof name !== 'string' ||
    typeof size !== 'number' ||
    typeof mode !== 'number' ||
    typeof linkTarget !== 'string' ||
    mtimeNs === undefined
  ) {
    throw new FairleadError('ERR_RECORD_SYNTAX', "the answer's X-Docker-Container-Path-Stat is missing or malformed")
  }
  const mtime = new Date(Number(mtimeNs / 1_000_000n))
  return { name, size, type: typeOf(mode), permissions: permissionsOf(mode), mode, mtime, mtimeNs, linkTarget }
}

function decode(value: string | undefined): Record<string, unknown> | undefined {
  if (value === undefined) return undefined
  try {
    const told: unknown = JSON.parse(Buffer.from(value, 'base64').toString())
    return typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function typeOf(mode: number): PathType {
  return KINDS.find(([bit]) => has(mode, bit))?.[1] ?? 'file'
}

function permissionsOf(mode: number): number {
  return (
    (mode & 0o777) |
    (has(mode, SETUID) ? 0o4000 : 0) |
    (has(mode, SETGID) ? 0o2000 : 0) |
    (has(mode, STICKY) ? 0o1000 : 0)
  )
}

/** Bit 31 would make a negative number of `&`. */
function has(mode: number, bit: number): boolean {
  return Math.floor(mode / bit) % 2 === 1
}

/** Of RFC 3339 with a fraction of up to nine digits, as Go writes it. */
function nanoseconds(text: unknown): bigint | undefined {
  const [, second, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(String(text)) ?? []
  const milliseconds = Date.parse(`${second}${zone}`)
  if (Number.isNaN(milliseconds)) return undefined
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}
