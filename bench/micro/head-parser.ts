// wire/head-parser: one response head a call, from its bytes to a Head that answers; whole, with look-ups, and cut.
import { HeadParser } from 'fairlead/wire'
import { type Case, runSuite } from './suite.ts'

let seen = 0

function head(extra: number): Uint8Array {
  const fields = Array.from({ length: extra }, (_, i) => `X-Field-${i}: value number ${i}`)
  const lines = [
    'HTTP/1.1 200 OK',
    'Api-Version: 1.41',
    'Docker-Experimental: false',
    'Ostype: linux',
    'Server: Docker/20.10.24+dfsg1 (linux)',
    'Date: Mon, 23 Nov 2026 15:30:54 GMT',
    'Transfer-Encoding: chunked',
    ...fields,
  ]
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`)
}

// `cuts` pushes of equal length.
function parse(what: string, bytes: Uint8Array, cuts: number, look: readonly string[]): Case {
  const parser = new HeadParser()
  const step = Math.ceil(bytes.length / cuts)
  const run = () => {
    parser.reset()
    for (let at = 0; at < bytes.length; at += step) parser.push(bytes, at, Math.min(at + step, bytes.length))
    const parsed = parser.head
    seen += parsed.status
    for (const name of look) if (parsed.get(name) !== undefined) seen++
  }
  return { name: `${bytes.length}-byte head, ${what}`, items: 1, run }
}

export function headParser(): void {
  const engine = head(0)
  const long = head(100)
  runSuite('HeadParser.push', 'head', [
    parse('whole', engine, 1, []),
    parse('whole, three look-ups', engine, 1, ['transfer-encoding', 'content-length', 'connection']),
    parse('cut in two', engine, 2, []),
    parse('one byte per push', engine, engine.length, []),
    parse('whole', long, 1, []),
  ])
  if (seen === 0) throw new Error('no head was seen')
}
