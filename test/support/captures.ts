// Reads and writes test/vectors/engines/*.captures: the exact bytes that real Engines received and sent, as text.
// test/vectors/README.md describes the format and where the captures come from.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.ts'

/** One exchange with an Engine. */
export interface Capture {
  /** The number that orders the captures and what happens in it, such as `27-inspect`. */
  readonly name: string
  /** What the capture was made for; empty if the name says it. */
  readonly note: string
  /** All bytes that the client sent. */
  readonly request: Buffer
  /** All bytes that the Engine sent. */
  readonly response: Buffer
}

const ENDING = '.captures'

/** The folder of the capture files. */
export const capturesFolder: string = path.join(root, 'test/vectors/engines')

/** The Engines that were captured, such as `docker-20.10`, sorted. */
export const capturedEngines: readonly string[] = readdirSync(capturesFolder)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .sort()

export function capturesFile(engine: string): string {
  return path.join(capturesFolder, `${engine}${ENDING}`)
}

const loaded = new Map<string, readonly Capture[]>()

/** All captures of an Engine, sorted by name as a list of files would be. */
export function capturesOf(engine: string): readonly Capture[] {
  let captures = loaded.get(engine)
  if (captures === undefined) {
    captures = parseCaptures(readFileSync(capturesFile(engine), 'latin1')).captures
    loaded.set(engine, captures)
  }
  return captures
}

/** The capture with this name, number or name without its number (`27-inspect`, `27`, `inspect`); undefined without one. */
export function findCapture(engine: string, name: string): Capture | undefined {
  const isIt = (capture: Capture) =>
    capture.name === name || capture.name.startsWith(`${name}-`) || capture.name.replace(/^\d+-/, '') === name
  return capturesOf(engine).find(isIt)
}

/** As {@link findCapture}, but throws if the Engine has no such capture. */
export function capture(engine: string, name: string): Capture {
  const found = findCapture(engine, name)
  assert.ok(found, `${engine} has no capture ${name}`)
  return found
}

/** A capture file's contents: the comment at its top and its captures. */
export interface CaptureFile {
  readonly about: string
  readonly captures: readonly Capture[]
}

/** Throws on a line that is not part of the format, with the line's number. */
export function parseCaptures(text: string): CaptureFile {
  const about: string[] = []
  const captures: { name: string; note: string; sent: string[]; received: string[] }[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const current = captures.at(-1)
    const [mark, rest] = [line.slice(0, 2), line.slice(2)]
    if (line === '') continue
    if (line.startsWith('== ')) captures.push({ name: line.slice(3), note: '', sent: [], received: [] })
    else if (mark === '# ' && current === undefined) about.push(rest)
    else if (mark === '# ' && current?.note === '') current.note = rest
    else if (mark === '> ' && current) current.sent.push(rest)
    else if (mark === '< ' && current) current.received.push(rest)
    else throw new Error(`line ${at + 1} of the captures is not one of "== ", "# ", "> ", "< ": ${line.slice(0, 80)}`)
  }
  return {
    about: about.join('\n'),
    captures: captures.map(({ name, note, sent, received }) => ({
      name,
      note,
      request: bytesOfLines(sent),
      response: bytesOfLines(received),
    })),
  }
}

export function printCaptures({ about, captures }: CaptureFile): string {
  const top = about.split('\n').map((line) => `# ${line}\n`)
  const sections = captures.map(({ name, note, request, response }) => {
    const lines = [`== ${name}`, ...(note ? [`# ${note}`] : []), ...linesOf('> ', request), ...linesOf('< ', response)]
    return `\n${lines.join('\n')}\n`
  })
  return [...top, ...sections].join('')
}

function bytesOfLines(lines: readonly string[]): Buffer {
  const text = lines.join('').replace(/\\(?:([nrt\\])|x([0-9a-f]{2})|.?)/g, (found, letter, hex) => {
    if (letter !== undefined) return { n: '\n', r: '\r', t: '\t', '\\': '\\' }[letter as string]!
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    throw new Error(`${found} is not an escape of a capture file: \\n, \\r, \\t, \\\\ or \\x and two hex digits`)
  })
  return Buffer.from(text, 'latin1')
}

/** The bytes as lines of ASCII: a line ends after an escaped line feed, or with the bytes. */
function linesOf(mark: string, bytes: Uint8Array): string[] {
  const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }
  const text = Buffer.from(bytes).toString('latin1')
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  return lines.map(
    (line) =>
      mark +
      line.replace(
        /[^ -[\]-~]| $/g,
        (byte) => escapes[byte] ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
      ),
  )
}
