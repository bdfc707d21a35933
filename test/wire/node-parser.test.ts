// Every response vector, and vectors with bytes changed, in fairlead's exchange and in Node's own HTTP client, verdict by verdict. Where
// the two differ, the difference must be of a class that docs/supported-http.md explains under the same name.

import assert from 'node:assert/strict'
import test from 'node:test'
import { read } from '../house/sources.ts'
import fc from '../support/property.ts'
import { isSoak } from '../support/soak.ts'
import { invalidChunked, validChunked } from '../vectors/wire/chunked.ts'
import { responses } from '../vectors/wire/exchanges.ts'
import { framingVectors } from '../vectors/wire/framing.ts'
import { invalidHeads, validHeads } from '../vectors/wire/heads.ts'
import { difference, nodeOpinion, type Opinion, ownOpinion } from './node-parser.ts'

/** Bun and Deno have clients of their own; another version of Node's parser may differ elsewhere. */
const skip = process.versions.llhttp?.startsWith('9.') ? false : 'not the parser that is compared: llhttp 9'

interface Vector {
  what: string
  text: string
  method?: string
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const vectors: Vector[] = [
  ...validHeads,
  ...invalidHeads,
  ...[...validChunked, ...invalidChunked].map(({ what, text }) => ({ what, text: CHUNKED + text })),
  ...framingVectors.map(([what, method, statusLine, fields]) => {
    const isChunked = fields.some((field) => /chunked$/i.test(field))
    const body = isChunked ? '5\r\nhello\r\n0\r\n\r\n' : 'hello'
    return { what, method, text: `${statusLine}\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n${body}` }
  }),
  ...responses,
  { what: 'bytes behind a length', text: 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhello' },
]

/** The final head of a text, as plainly as possible. */
const finalHead = (text: string): string =>
  text.replace(/^(?:HTTP\/1\.\d 1(?!01)\d\d[\s\S]*?\r\n\r\n)+/, '').split('\r\n\r\n')[0]!
const hasField = (text: string, name: string): boolean => new RegExp(`\\n${name}:`, 'i').test(finalHead(text))

/** By name: whether a difference is of the class. The names are those of the page. */
const classes: Record<string, (text: string, method: string, own: Opinion, node: Opinion) => boolean> = {
  'empty lines in front': (text) => /^[\r\n]/.test(text),
  'other versions': (_text, _method, own) => own.verdict === 'ERR_HTTP_VERSION',
  'statuses outside of 100 to 599': (text) => /^HTTP\/1\.[01] (?:0|[6-9])\d\d/m.test(text),
  'control characters in the reason': (text) =>
    /^HTTP\/1\.[01] \d{3} [^\n]*?(?:[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n))/m.test(text),
  'forms of chunk sizes and extensions': (text, _method, own, node) =>
    hasField(text, 'transfer-encoding') &&
    (own.verdict.startsWith('ERR_CHUNK') || own.verdict === 'accepts') &&
    node.verdict !== own.verdict &&
    /\n[0-9a-fA-F]+(?:[ \t;]|[0-9a-fA-F]{16})/.test(text),
  'a length where there is no body': (text, method, _own, node) =>
    /CONTENT_LENGTH|TRANSFER_ENCODING/.test(node.verdict) && (method === 'HEAD' || /^HTTP\/1\.[01] [13]/.test(text)),
  'a 101 that Node takes for a response': (_text, _method, own, node) => own.status === 101 && own.body !== node.body,
  'CONNECT and 204': (_text, method, own) => method === 'CONNECT' && own.status === 204,
  'bytes behind a response': (_text, _method, own) => own.verdict === 'accepts' && (own.rest ?? 0) > 0,
  'chunks and a length': (text) => hasField(text, 'transfer-encoding') && hasField(text, 'content-length'),
  'other transfer codings': (text, _method, own) =>
    own.verdict === 'ERR_FRAMING' && hasField(text, 'transfer-encoding'),
  'one length twice': (text, _method, own, node) =>
    own.verdict === 'accepts' && /CONTENT_LENGTH/.test(node.verdict) && hasField(text, 'content-length'),
}

async function classOf({ text, method = 'GET' }: Vector): Promise<string | undefined> {
  const own = ownOpinion(text, method)
  const node = await nodeOpinion(text, method)
  const found = difference(own, node)
  if (found === undefined) return undefined
  const name = Object.keys(classes).find((one) => classes[one]!(text, method, own, node))
  const shown = `${method} ${JSON.stringify(text.slice(0, 300))}\nfairlead: ${JSON.stringify(own)}\nNode: ${JSON.stringify(node)}`
  assert.ok(name !== undefined, `${found}, of no class:\n${shown.slice(0, 2_000)}`)
  return name
}

test('each vector on which Node and fairlead differ is of a class that the page explains', { skip }, async () => {
  const counts = new Map<string, number>()
  for (const vector of vectors) {
    const name = await classOf(vector)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  // A class without a vector would explain what is not so.
  assert.deepEqual([...counts.keys()].sort(), Object.keys(classes).sort())
})

test('the page names the classes, and no others', () => {
  const [, section = ''] =
    /## What Node's own parser does otherwise\n([\s\S]*?)(?:\n## |$)/.exec(read('docs/supported-http.md')) ?? []
  const named = [...section.matchAll(/^\| ([^|]+?) +\|/gm)]
    .map(([, name]) => name!)
    .filter((name) => !/^-|^difference$/.test(name))
  assert.deepEqual(named.sort(), Object.keys(classes).sort())
})

/** Differences that no vector has are still found now and then: each is a class to be explained, or a fault. */
const skipRandom = skip || (isSoak ? false : 'runs with npm run test:soak')

test('vectors with up to two bytes changed: no difference of another class', {
  skip: skipRandom,
  timeout: 60_000,
}, async () => {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 9, 10, 13, 32, 44, 48, 58, 59)))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...vectors),
      fc.array(change, { minLength: 1, maxLength: 2 }),
      async (vector, changes) => {
        let { text } = vector
        // Two limits differ, and long texts take long.
        fc.pre(text.length < 3_000)
        for (const [place, byte] of changes) {
          const at = place % text.length
          text = text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1)
        }
        await classOf({ ...vector, text })
      },
    ),
    { numRuns: 3_000, includeErrorInReport: true, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
  )
})
