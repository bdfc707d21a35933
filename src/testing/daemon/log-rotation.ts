// When a container's log begins a new file, and how many files it keeps: the options `max-size` and `max-file` of its logging driver.
// Engine facts: a record never spans two files; a new file begins before the record that finds the present one at its size or beyond.
// `json-file` does not rotate without `max-size`, and keeps one file without `max-file`; `local` has 20 MB and five files.

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 }
const LOCAL_SIZE = 20_000_000
const LOCAL_FILES = 5
/** The bytes of a json-file record besides its text and its fraction of a second: `{"log":"","stream":"stdout","time":"2026-11-29T16:22:02Z"}` and the LF. */
const JSON_BYTES = 59
/** About those of a record of the `local` driver: two lengths, the source and the time. */
const LOCAL_BYTES = 30
const LF = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20

/** A log's files. */
export interface LogRotation {
  /** Bytes from which on a file is full. */
  readonly maxSize: number
  readonly maxFile: number
  /** The size of a record in its file, in bytes. */
  sizeOf(bytes: Uint8Array, start: number, end: number, nanos: number): number
}

/** The rotation of a container's log; undefined where it has one file for ever. */
export function rotationOf(config: {
  readonly Type: string
  readonly Config: Readonly<Record<string, string>>
}): LogRotation | undefined {
  const { 'max-size': size, 'max-file': files } = config.Config
  const isLocal = config.Type === 'local'
  if (!isLocal && (config.Type !== 'json-file' || size === undefined)) return undefined
  const maxSize = size === undefined ? LOCAL_SIZE : bytesIn(size)
  const maxFile = files === undefined ? (isLocal ? LOCAL_FILES : 1) : Number.parseInt(files, 10)
  if (!(maxSize > 0)) return undefined
  return { maxSize, maxFile: Math.max(1, maxFile || 1), sizeOf: isLocal ? localSize : jsonSize }
}

/** Docker's sizes in decimal units: `10m`, `100kb`; NaN for what is none. */
function bytesIn(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?\s*$/i.exec(text)
  return match === null ? Number.NaN : Number(match[1]) * UNITS[match[2]!.toLowerCase()]!
}

function localSize(_bytes: Uint8Array, start: number, end: number): number {
  return LOCAL_BYTES + end - start
}

/** What is escaped takes two bytes, other control bytes six. */
function jsonSize(bytes: Uint8Array, start: number, end: number, nanos: number): number {
  let size = JSON_BYTES + fractionOf(nanos) + end - start
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === LF || byte === QUOTE || byte === BACKSLASH || byte === 0x0d || byte === 0x09) size++
    else if (byte < SPACE) size += 5
  }
  return size
}

/** The bytes of a fraction: the point and up to nine digits, without zeros at the end. */
function fractionOf(nanos: number): number {
  if (nanos === 0) return 0
  let digits = 9
  for (let rest = nanos; rest % 10 === 0; rest /= 10) digits--
  return digits + 1
}
