// Parses the response field X-Docker-Container-Path-Stat. Pure.
// Engine fact: the field is standard base64 of JSON. Its `mode` is Go's os.FileMode: the permissions are POSIX's, but the type,
// setuid, setgid and sticky are in bits of Go's own.

import { FairleadError } from '../../error.ts'
import type { Head } from '../../wire/head.ts'

/** The type of a path in a container. */
export type PathType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'fifo'
  | 'socket'
  | 'block-device'
  | 'character-device'
  | 'other'

/** What a path in a container is, as {@link statPath} and {@link copyFrom} report it. */
export interface PathStat {
  /** The last part of the path. */
  name: string
  /** A file's size in bytes. */
  size: number
  /** File, folder, symlink or another type. */
  type: PathType
  /** POSIX permission bits with setuid, setgid and sticky: 0o0 to 0o7777. */
  permissions: number
  /** Go's os.FileMode, as the Engine sent it. */
  mode: number
  /** Time of the last change, to the millisecond. */
  mtime: Date
  /** Time of the last change, in nanoseconds since 1970 (UTC). */
  mtimeNs: bigint
  /** A symlink's target, within the container. Otherwise '' (Docker) or the resolved path (Podman). */
  linkTarget: string
}

/** The type bits of Go's io/fs.FileMode, in the order in which they are tested; without one of them it is a file. */
const TYPES = [
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

/** The path's stat in a response's head. @throws FairleadError ERR_RECORD_SYNTAX when the field is missing or malformed. */
export function pathStat(head: Head): PathStat {
  const stat = decode(head.get('x-docker-container-path-stat'))
  const mtimeNs = nanoseconds(stat?.mtime)
  const { name, size, mode, linkTarget = '' } = stat ?? {}
  if (
    typeof name !== 'string' ||
    !isCount(size) ||
    !isCount(mode) ||
    typeof linkTarget !== 'string' ||
    mtimeNs === undefined
  ) {
    throw new FairleadError('ERR_RECORD_SYNTAX', "the response's X-Docker-Container-Path-Stat is missing or malformed")
  }
  const mtime = new Date(Number(mtimeNs / 1_000_000n))
  return { name, size, type: typeOf(mode), permissions: permissionsOf(mode), mode, mtime, mtimeNs, linkTarget }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function decode(value: string | undefined): Record<string, unknown> | undefined {
  if (value === undefined) return undefined
  try {
    const stat: unknown = JSON.parse(Buffer.from(value, 'base64').toString())
    return typeof stat === 'object' && stat !== null ? (stat as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function typeOf(mode: number): PathType {
  return TYPES.find(([bit]) => has(mode, bit))?.[1] ?? 'file'
}

function permissionsOf(mode: number): number {
  return (
    (mode & 0o777) |
    (has(mode, SETUID) ? 0o4000 : 0) |
    (has(mode, SETGID) ? 0o2000 : 0) |
    (has(mode, STICKY) ? 0o1000 : 0)
  )
}

/** Without `&`, whose result would be negative for bit 31. */
function has(mode: number, bit: number): boolean {
  return Math.floor(mode / bit) % 2 === 1
}

/** Nanoseconds since 1970 of an RFC 3339 time with a fraction of up to nine digits, as Go writes it. */
function nanoseconds(text: unknown): bigint | undefined {
  if (typeof text !== 'string') return undefined
  const [, second, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const milliseconds = Date.parse(`${second}${zone}`)
  if (Number.isNaN(milliseconds)) return undefined
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}
