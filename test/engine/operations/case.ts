// One operation, called through the typed surface, and the bytes that it must put on the wire, written out by hand.

import type { Engine } from '../../../src/index.ts'
import { FIELDS } from '../kit.ts'

/** The version that the table is of: the newest. */
export const TABLE_VERSION = '1.56'

/** See the file's head. */
export interface Case {
  readonly sent: string
  readonly ask: (engine: Engine) => Promise<unknown>
}

/** `GET /containers/json?all=1` → the request, with fields and a body where they are said. */
function text(line: string, fields: string, body: string): string {
  const [method, target] = line.split(' ')
  return `${method} /v${TABLE_VERSION}${target} HTTP/1.1\r\n${FIELDS}${fields}\r\n${body}`
}

type Ask = Case['ask']

/** Without a body. A POST or PUT says so. */
export function plain(line: string, ask: Ask, fields = ''): Case {
  const length = /^(POST|PUT) /.test(line) ? 'Content-Length: 0\r\n' : ''
  return { sent: text(line, fields + length, ''), ask }
}

/** With a JSON body. */
export function json(line: string, body: string, ask: Ask, fields = ''): Case {
  const length = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  return { sent: text(line, fields + length, body), ask }
}

/** With an archive, here a word. */
export function tar(line: string, body: string, ask: Ask, fields = ''): Case {
  const length = `Content-Type: application/x-tar\r\nContent-Length: ${body.length}\r\n`
  return { sent: text(line, fields + length, body), ask }
}

/** A request that becomes a tunnel. */
export function upgrade(line: string, protocol: string, body: string | undefined, ask: Ask, fields = ''): Case {
  const type = body === undefined ? '' : 'Content-Type: application/json\r\n'
  const asked = `${fields}${type}Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`
  const length = line.startsWith('GET') ? '' : `Content-Length: ${body?.length ?? 0}\r\n`
  return { sent: text(line, asked + length, body ?? ''), ask }
}

/** JSON within a query. */
export const quoted = (value: string) => encodeURIComponent(value)
