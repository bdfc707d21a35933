// The responses of the requests part's server, from captures of Docker 28.5 (test/vectors): ping and inspect unchanged, and a list
// of 100 made from the captured list's only entry, each with its own id, in one chunk as Go sends it. The floor takes the lengths
// from here, so that it can count bytes instead of parsing them.
import { readFileSync } from 'node:fs'

/** The operations. */
export type Operation = 'ping' | 'inspect' | 'list'

/** One response's bytes. */
export interface Answer {
  bytes: Buffer
  /** The body's range in it, without chunk framing. */
  body: [start: number, end: number]
}

/** How many containers the list has. */
export const LISTED = 100
/** The container that is inspected. */
export const ID = 'a'.repeat(64)

/** The targets, after the version. */
export const targets: Record<Operation, string> = {
  ping: '/_ping',
  inspect: `/containers/${ID}/json`,
  list: '/containers/json?all=1',
}

// From bench/build/requests.
const captures = readFileSync(new URL('../../../test/vectors/engines/docker-28.5.captures', import.meta.url), 'latin1')

/** What the Engine sent in that capture; test/vectors/README.md describes the file. */
function capture(name: string): Buffer {
  const [, section] = captures.split(`\n== ${name}\n`)
  if (section === undefined) throw new Error(`docker-28.5 has no capture ${name}`)
  const [text] = section.split('\n== ') as [string]
  const received = [...text.matchAll(/^< (.*)$/gm)].map(([, line]) => line).join('')
  const bytes = received.replace(/\\(?:([nrt\\])|x(..))/g, (_, letter, hex) =>
    letter
      ? { n: '\n', r: '\r', t: '\t', '\\': '\\' }[letter as string]!
      : String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}

function listOf(count: number): Answer {
  const one = capture('28-list-gzip')
  const split = one.indexOf('\r\n\r\n') + 4
  const [entry] = JSON.parse(one.toString('utf8', split)) as Record<string, unknown>[]
  const entries = Array.from({ length: count }, (_, i) => ({
    ...entry,
    Id: i.toString(16).padStart(64, '0'),
    Names: [`/container-${i}`],
  }))
  const body = Buffer.from(`${JSON.stringify(entries)}\n`)
  const head = one.toString('latin1', 0, split).replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked')
  const before = Buffer.from(`${head}${body.length.toString(16)}\r\n`, 'latin1')
  return {
    bytes: Buffer.concat([before, body, Buffer.from('\r\n0\r\n\r\n')]),
    body: [before.length, before.length + body.length],
  }
}

function pingAnswer(): Answer {
  const bytes = capture('01-ping')
  return { bytes, body: [bytes.length - 'OK'.length, bytes.length] }
}

function inspectAnswer(): Answer {
  const bytes = capture('27-inspect')
  const chunk = bytes.indexOf('\r\n\r\n') + 4
  const start = bytes.indexOf('\r\n', chunk) + 2
  const end = start + Number.parseInt(bytes.toString('latin1', chunk, start), 16)
  return { bytes, body: [start, end] }
}

/** The responses to GET. */
export function answers(): Record<Operation, Answer> {
  return { ping: pingAnswer(), inspect: inspectAnswer(), list: listOf(LISTED) }
}

/** @throws Error if `value` is not the operation's value. */
export function check(operation: Operation, value: unknown): void {
  const right =
    operation === 'ping'
      ? value === 'OK'
      : operation === 'inspect'
        ? typeof (value as { Id?: unknown }).Id === 'string'
        : (value as unknown[]).length === LISTED
  if (!right) throw new Error(`${operation}: not the answer that was sent`)
}
