// The connection cut, by FIN and by RST, at every byte offset of a response (user-pains 10): every reader settles within
// one turn of the loop, distinguishes truncation from a clean end, and has delivered everything that came before.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test, { type TestContext } from 'node:test'
import type { Engine } from '../../src/engine/engine.ts'
import type { EngineResponse } from '../../src/engine/response/response.ts'
import { FairleadError } from '../../src/error.ts'
import { holdings } from '../support/handles.ts'
import { frameText, serve, turn, turns, watch } from './kit.ts'

/** Wire bytes, and which of them are the body's. */
type Part = [text: string, isBody?: boolean]

const chunk = (text: string): Part[] => [[`${text.length.toString(16)}\r\n`], [text, true], ['\r\n']]
const framed = [frameText(1, 'one\ntwo'), frameText(2, 'E\n'), frameText(1, '\xc3\xbc\n')]
const records = ['{"a":1}\n', '{"b":"x"}\r\n', '{"c":3}\n']

const responses: Record<'log' | 'length' | 'untilClose' | 'records', Part[]> = {
  log: [['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'], ...framed.flatMap(chunk), ['0\r\n\r\n']],
  length: [
    ['HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n'],
    ['{"Id":"0123456789"}', true],
  ],
  untilClose: [['HTTP/1.1 200 OK\r\n\r\n'], [framed.join(''), true]],
  records: [
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ...chunk(records.join('').slice(0, 12)),
    ...chunk(records.join('').slice(12)),
    ['0\r\n\r\n'],
  ],
}

/** What is in the first `cut` bytes: of the body. */
function bodyBefore(parts: Part[], cut: number): string {
  let body = ''
  let left = cut
  for (const [text, isBody] of parts) {
    if (isBody) body += text.slice(0, Math.max(0, left))
    left -= text.length
  }
  return body
}

/** The payload in a multiplexed body, of each output, and whether it ends between frames. */
function demuxed(body: string): { out: string; err: string; clean: boolean } {
  const payload = ['', '', '']
  let at = 0
  while (at + 8 <= body.length) {
    const size = body.charCodeAt(at + 7)
    payload[body.charCodeAt(at)] += body.slice(at + 8, at + 8 + size)
    at += 8 + size
  }
  return { out: payload[1]!, err: payload[2]!, clean: at === body.length }
}

const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  Buffer.from(bytes.subarray(start, end)).toString('latin1')

/** Reads as it says; `seen` has everything delivered so far. */
type Reading = (response: EngineResponse, seen: string[]) => Promise<unknown>

class Sink extends Writable {
  readonly #name: string
  readonly #seen: string[]
  constructor(name: string, seen: string[]) {
    super()
    this.#name = name
    this.#seen = seen
  }
  override _write(bytes: Buffer, _: string, done: () => void): void {
    this.#seen.push(this.#name + latin1(bytes))
    done()
  }
}

const readings = {
  async bytes(response, seen) {
    seen.push(latin1(await response.bytes()))
  },
  async json(response, seen) {
    seen.push(JSON.stringify(await response.json()))
  },
  async pieces(response, seen) {
    for await (const piece of response) seen.push(latin1(piece))
  },
  async frames(response, seen) {
    for await (const { stream, data } of response.frames()) seen.push(stream[3] + latin1(data))
  },
  async lines(response, seen) {
    for await (const { stream, text, complete } of response.lines()) {
      seen.push(stream[3] + Buffer.from(text).toString('latin1') + (complete ? '\n' : ''))
    }
  },
  async onFrame(response, seen) {
    await response.onFrame((kind, bytes, start, end) => seen.push((kind === 2 ? 'e' : 'o') + latin1(bytes, start, end)))
  },
  async pipe(response, seen) {
    await response.pipe({ stdout: new Sink('o', seen), stderr: new Sink('e', seen) })
  },
  async records(response, seen) {
    for await (const record of response.records()) seen.push(JSON.stringify(record))
  },
} satisfies Record<string, Reading>

/** What a reader must have delivered of this much body, when the body does not end cleanly. */
function expected(reading: keyof typeof readings, body: string): string {
  switch (reading) {
    case 'bytes':
    case 'json':
      return ''
    case 'pieces':
      return body
    case 'records':
      // A record is whole with its last byte.
      return records
        .filter((text, at) => records.slice(0, at).join('').length + text.trim().length <= body.length)
        .map((text) => text.trim())
        .join('')
    default: {
      const { out, err } = demuxed(body)
      return `${out}|${err}`
    }
  }
}

function delivered(reading: keyof typeof readings, seen: string[]): string {
  if (['bytes', 'json', 'pieces', 'records'].includes(reading)) return seen.join('')
  const of = (letter: string): string =>
    seen
      .filter((text) => text[0] === letter)
      .map((text) => text.slice(1))
      .join('')
  const text = `${of('o')}|${of('e')}`
  // A character that was cut is U+FFFD in a line.
  return reading === 'lines' ? text.replace('\xef\xbf\xbd', '\xc3') : text
}

/** Waits until the connection has closed, and then one turn: by now every reader must have settled. */
async function oneTurnAfter(engine: Engine): Promise<void> {
  while (engine.connections.busy + engine.connections.dialling > 0) await turn()
  await turn()
}

const cases: [response: keyof typeof responses, reading: keyof typeof readings][] = [
  ['log', 'bytes'],
  ['log', 'pieces'],
  ['log', 'frames'],
  ['log', 'lines'],
  ['log', 'onFrame'],
  ['log', 'pipe'],
  ['length', 'json'],
  ['length', 'pieces'],
  ['untilClose', 'bytes'],
  ['untilClose', 'pieces'],
  ['untilClose', 'frames'],
  ['untilClose', 'lines'],
  ['untilClose', 'onFrame'],
  ['untilClose', 'pipe'],
  ['records', 'records'],
]

async function cutPeer(
  t: TestContext,
  parts: Part[],
  reset: boolean,
): Promise<{ engine: Engine; total: number; head: number }> {
  const wireBytes = parts.map(([text]) => text).join('')
  const { engine } = await serve(
    t,
    async (wire) => {
      const cut = Number(/ \/v1\.41\/(\d+) /.exec(await wire.head())![1])
      wire.send(wireBytes.slice(0, cut))
      // A reset overtakes what the client has not read yet.
      if (reset) await turns(4)
      if (reset) wire.reset()
      else wire.end()
    },
    { listen: reset ? 'tcp' : 'unix' },
  )
  return { engine, total: wireBytes.length, head: parts[0]![0].length }
}

for (const reset of [false, true]) {
  const how = reset ? 'RST' : 'FIN'
  for (const [name, reading] of cases) {
    test(`${how} at every byte of ${name}, read by ${reading}`, async (t) => {
      const parts = responses[name]
      const { engine, total, head } = await cutPeer(t, parts, reset)
      const settled = holdings()
      for (let cut = 0; cut <= total; cut++) {
        const seen: string[] = []
        const read = async (): Promise<void> => {
          await readings[reading](await engine.untyped.request('GET', `/${cut}`), seen)
        }
        const result = watch(read())
        await oneTurnAfter(engine)
        const where = `cut at ${cut} of ${total}`
        assert.ok(result.settled, where)
        const body = bodyBefore(parts, cut)
        const { clean } = demuxed(body)
        const isRaw = reading === 'bytes' || reading === 'pieces'
        let code: string | undefined
        if (cut < head)
          code = reset ? 'ERR_CONNECTION_RESET' : cut === 0 ? 'ERR_CONNECTION_CLOSED' : 'ERR_TRUNCATED_HEAD'
        else if (name === 'untilClose')
          code = reset ? 'ERR_CONNECTION_RESET' : isRaw || clean ? undefined : 'ERR_TRUNCATED_FRAME'
        else if (cut < total) code = reset ? 'ERR_CONNECTION_RESET' : 'ERR_TRUNCATED_BODY'
        assert.equal(result.error?.code, code, where)
        if (code !== undefined) assert.ok(result.error instanceof FairleadError)
        const whole = reading === 'bytes' || reading === 'json'
        assert.equal(delivered(reading, seen), code === undefined && whole ? body : expected(reading, body), where)
      }
      await engine.close()
      await settled()
    })
  }

  test(`${how} at every byte of a response to get() and head()`, async (t) => {
    const { engine, total, head } = await cutPeer(t, responses.length, reset)
    for (let cut = 0; cut <= total; cut++) {
      for (const ask of ['get', 'head'] as const) {
        const result = watch<unknown>(engine.untyped[ask](`/${cut}`))
        await oneTurnAfter(engine)
        assert.ok(result.settled, `${ask} ${cut}`)
        let code: string | undefined
        if (cut < head)
          code = reset ? 'ERR_CONNECTION_RESET' : cut === 0 ? 'ERR_CONNECTION_CLOSED' : 'ERR_TRUNCATED_HEAD'
        else if (cut < total && ask === 'get') code = reset ? 'ERR_CONNECTION_RESET' : 'ERR_TRUNCATED_BODY'
        assert.equal(result.error?.code, code, `${ask} ${cut}`)
        if (code === undefined && ask === 'get') assert.deepEqual(result.value, { Id: '0123456789' })
      }
    }
  })
}
