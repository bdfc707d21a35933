// Answers that are JSON records, one after another: pulls and events.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, CHUNKED, chunk, head, LAST_CHUNK } from '../engine.ts'
import type { Scenario } from '../scenario.ts'

const FAILURE = 'toomanyrequests: you have reached your pull rate limit'
const PAUSE_MS = 50

const ok = head('200 OK', ['Content-Type: application/json', CHUNKED])

const records = (path: string, chunks: readonly Buffer[]) =>
  async function serve(call: Call): Promise<boolean> {
    if (call.path !== path) return false
    await call.send(ok)
    for (const one of chunks) {
      await sleep(PAUSE_MS)
      await call.send(one)
    }
    await call.send(LAST_CHUNK)
    return true
  }

const event = (name: string) =>
  JSON.stringify({
    Type: 'container',
    Action: 'start',
    Actor: { ID: name, Attributes: { name } },
    scope: 'local',
    time: 1764000000,
  })
const third = Buffer.from(`${event('drei €')}\n`)
const within = third.indexOf('€') + 1

export const NAMES = ['eins', 'zwei', 'drei €']

export const stream: readonly Scenario[] = [
  {
    name: 'A pull that fails at its end',
    row: 'A pull that fails at its end is an error',
    quick: true,
    question: 'A pull’s status is 200, and its last record is an error: does the call fail?',
    why: 'The status is sent before the pull begins; a failure is reported in the last record.',
    wire: `\`200 OK\`; chunk \`{"status":"Pulling from library/busybox"}\`; chunk \`{"errorDetail":{"message":"${FAILURE}"},"error":"…"}\`; last chunk`,
    test: 'test/recipes/images/progress.test.ts',
    job: 'pull',
    id: 'busybox',
    serve: records('/images/create', [
      chunk('{"status":"Pulling from library/busybox","id":"latest"}\r\n'),
      chunk(`${JSON.stringify({ errorDetail: { message: FAILURE }, error: FAILURE })}\r\n`),
    ]),
    judge: (saw) => ({ right: saw.end === 'error' && saw.words.includes(FAILURE) }),
  },
  {
    name: 'Events that do not come one per chunk',
    quick: true,
    question:
      'Two events come in one chunk, a third in two chunks that split a character: does the client get three objects?',
    why: 'RFC 9112, 7.1: chunk boundaries have no meaning; proxies split and join chunks.',
    wire: 'a chunk with two records; a chunk that ends within the `€` of a third; a chunk with the rest; last chunk',
    test: 'test/stream/parse/json-records.test.ts',
    job: 'events',
    serve: records('/events', [
      chunk(`${event('eins')}\n${event('zwei')}\n`),
      chunk(third.subarray(0, within)),
      chunk(third.subarray(within)),
    ]),
    judge: (saw) => ({
      right: saw.end === 'done' && saw.values.join() === NAMES.join(),
      saw: `${saw.values.length} events: ${saw.values.join(', ')}`,
    }),
  },
]
