// Two readers of one body: the second is rejected with ERR_BODY_TAKEN, and the first reads on as if it were alone. Every pair.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { connect, type EngineResponse, type FairleadError } from '../../../src/index.ts'
import { outputs, readable } from '../../../src/node.ts'
import { collect, iterateBytes } from '../../../src/stream.ts'
import * as web from '../../../src/web.ts'
import { eventually } from '../../support/eventually.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'

const HALVES = ['[1,', '2]\n'] as const
const BODY = HALVES.join('')
const raw = { tty: true }

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A response that has come as far as half of its body, and what sends the rest. */
async function half(t: TestContext): Promise<{ response: EngineResponse; rest: () => void; open: () => number }> {
  let rest = (): void => {}
  const peer = await ScriptedPeer.start(async (wire) => {
    await wire.head()
    wire.send(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${HALVES[0]}`)
    const asked = new Promise<void>((resolve) => {
      rest = resolve
    })
    await Promise.race([asked, wire.ended()])
    wire.send(HALVES[1])
  })
  const engine = connect({ host: peer.host, apiVersion: '1.45' })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  const response = await engine.untyped.request('GET', '/info')
  return { response: response as unknown as EngineResponse, rest: () => rest(), open: () => peer.open.size }
}

async function joined(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all).toString()
}

async function* datas(frames: AsyncIterable<{ data: Uint8Array }>): AsyncGenerator<Uint8Array> {
  for await (const { data } of frames) yield data
}

function sink(pieces: string[]): Writable {
  return new Writable({
    write(chunk, _, done) {
      pieces.push(String(chunk))
      done()
    },
  })
}

/** Each reads a whole body, from the moment of the call on. */
const readers: Record<string, (response: EngineResponse) => Promise<string>> = {
  bytes: async (response) => Buffer.from(await response.bytes()).toString(),
  text: (response) => response.text(),
  json: async (response) => `${JSON.stringify(await response.json())}\n`,
  records: async (response) => {
    let all = ''
    for await (const record of response.records()) all += `${JSON.stringify(record)}\n`
    return all
  },
  frames: (response) => joined(datas(response.frames(raw))),
  lines: async (response) => {
    let all = ''
    for await (const line of response.lines(raw)) all += `${line.text}\n`
    return all
  },
  'for await': (response) => joined(response),
  onFrame: async (response) => {
    let all = ''
    await response.onFrame((_, bytes, start, end) => {
      all += Buffer.from(bytes.subarray(start, end)).toString()
    }, raw)
    return all
  },
  pipe: async (response) => {
    const pieces: string[] = []
    await response.pipe({ stdout: sink(pieces) }, raw)
    return pieces.join('')
  },
  source: (response) =>
    new Promise((resolve, reject) => {
      let all = ''
      response.source.start({
        onData: (bytes, start, end) => {
          all += Buffer.from(bytes.subarray(start, end)).toString()
        },
        onEnd: () => resolve(all),
        onFail: reject,
      })
    }),
  iterateBytes: (response) => joined(iterateBytes(response.source)),
  'a Node stream': (response) => text(readable(response)),
  'two Node streams': async (response) => {
    const { stdout, stderr } = outputs(response, raw)
    const [out, err] = await Promise.all([text(stdout), text(stderr)])
    return out + err
  },
  'a web stream': (response) => text(Readable.fromWeb(web.readable(response) as never)),
}

const refusals: Record<string, (response: EngineResponse) => Promise<unknown>> = {
  ...readers,
  'bytes over its limit': (response) => response.bytes({ limit: 1 }),
  'text over its limit': (response) => response.text({ limit: 1 }),
  'json over its limit': (response) => response.json({ limit: 1 }),
  'collect over its limit': (response) => collect(response.source, 1, BODY.length),
  'pipe into an ended Writable': (response) => response.pipe({ stdout: sink([]).end() }, raw),
}

/** Readers that never begin, and are left. */
const leavers: Record<string, (response: EngineResponse) => unknown> = {
  'lines that are left': (response) => response.lines(raw).return?.(),
  'records that are left': (response) => response.records().return?.(),
  'frames that are left': (response) =>
    response
      .frames(raw)
      .throw?.(new Error('enough'))
      .catch(() => {}),
  'bytes that are left': (response) => response[Symbol.asyncIterator]().return?.(),
  'a Node stream that is destroyed': (response) => readable(response).destroy(),
  'a Node stream that is read and destroyed at once': async (response) => {
    const stream = readable(response).on('error', () => {})
    stream.read()
    await once(stream.destroy(), 'close')
  },
  'two Node streams that are destroyed': (response) => {
    const { stdout, stderr } = outputs(response, raw)
    stdout.destroy()
    stderr.destroy()
  },
  'a web stream that is cancelled': (response) => web.readable(response).cancel(),
}

for (const [firstName, first] of Object.entries(readers)) {
  test(`${firstName}, and every other reader after it`, async (t) => {
    for (const [name, second] of Object.entries(refusals)) {
      const { response, rest } = await half(t)
      const reading = first(response)
      // A web stream is started by its reader, a turn later.
      await turn()
      const error = await second(response).then(
        () => assert.fail(`${name}: not refused`),
        (reason: FairleadError) => reason,
      )
      assert.equal(error.code, 'ERR_BODY_TAKEN', `${name}: ${error}`)
      rest()
      assert.equal(await reading, BODY, name)
    }
    for (const [name, leave] of Object.entries(leavers)) {
      const { response, rest } = await half(t)
      const reading = first(response)
      // A web stream is started by its reader, a turn later.
      await turn()
      await leave(response)
      rest()
      assert.equal(await reading, BODY, name)
    }
  })
}

test('two pipes into one Writable: the first goes on and ends it', async (t) => {
  const { response, rest } = await half(t)
  const pieces: string[] = []
  const writable = sink(pieces)
  const first = response.pipe({ stdout: writable }, raw)
  await assert.rejects(response.pipe({ stdout: writable }, raw), { code: 'ERR_BODY_TAKEN' })
  rest()
  await first
  assert.equal(pieces.join(''), BODY)
  assert.ok(writable.writableFinished)
})

test('a reader that is left before another began still gives the response up', async (t) => {
  for (const [name, leave] of Object.entries(leavers)) {
    const { response, open } = await half(t)
    await leave(response)
    await assert.rejects(response.text(), (error: FairleadError) => error.code !== undefined, name)
    await eventually(() => assert.equal(open(), 0, name))
  }
})
