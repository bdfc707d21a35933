// Runs one case: the peer plays its script, the reader reads, the user acts, and the outcome is held against the model. What came must
// be right to the byte, the error must be the right one, nothing may hang, and nothing may be left over.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { errorCodes } from '../../src/error-codes.ts'
import { connect, type Engine, FairleadError } from '../../src/index.ts'
import type { Delivered } from './body-model.ts'
import { type Clock, realTime } from './clock.ts'
import { codeOf, expectation, isBeginning, withText } from './expectation.ts'
import { type Decoded, decode } from './http-model.ts'
import type { Peer } from './peer.ts'
import type { Case } from './plan.ts'
import { type Context, readers as ofApi, type Reader } from './readers.ts'
import { streamReaders } from './readers-streams.ts'
import { type UploadPlan, uploadOf } from './upload-bodies.ts'
import { type Acted, contextOf } from './user.ts'
import { scriptOf } from './wire-bytes.ts'

export const readers: Readonly<Record<string, Reader>> = { ...ofApi, ...streamReaders }

/** In ms of the clock that stands still; Node's own sockets measure the idle limit by the time that passes. */
const LIMIT_MS = 150
/** In ms that really pass before the user ends what no limit ended. */
const PATIENCE_MS = 700
/** In ms that really pass: what takes longer hangs. */
const HANG_MS = 4_000
/** Turns and ms in which nothing new came: nothing more will come by itself. Sockets need both. */
const QUIET_TURNS = 30
const QUIET_MS = 10
/** A turn of the loop that took so many ms was disturbed: the limits may have passed between two bytes. */
const DISTURBED_MS = 15
/** How often a case runs again that the machine has disturbed. */
const MOST_AGAIN = 5

/** The longest time in ms that one turn of the loop took. */
interface Pauses {
  longest: number
}

/** Where the cases run. */
export interface Range {
  peer: Peer
  clock: Clock
  /** Errors that nothing handled. */
  stray: unknown[]
}

/** How a case ended, for the table. */
export interface Outcome {
  framing: string
  fault: string
  /** 'whole', 'ended by the caller', or the error's code. */
  end: string
}

/**
 * Runs a case. Node's sockets measure the idle limit by the time that passes, so where the machine stopped this process for a good part of
 * that, a wrong outcome says nothing, and the case runs again.
 * @throws AssertionError when its outcome is wrong
 */
export async function runCase(c: Case, range: Range): Promise<Outcome> {
  for (let again = 0; ; again++) {
    const pauses = { longest: 0 }
    try {
      return await runOnce(c, range, pauses)
    } catch (error) {
      if (pauses.longest < DISTURBED_MS || again === MOST_AGAIN) throw error
    }
  }
}

async function runOnce(c: Case, { peer, clock, stray }: Range, pauses: Pauses): Promise<Outcome> {
  const reader = readers[c.reader]!
  const planned: Case = reader.upload === undefined ? { ...c, upload: 'none' } : c
  const upload = uploadOf(planned, reader.upload === 'with length')
  const script = scriptOf(planned)
  const raw = c.response.content === 'tty'
  const method = reader.head ? 'HEAD' : upload.body === undefined ? 'GET' : 'POST'
  const decoded = decode(script.text, script.ending, { method, upgrade: reader.upgrade === true })
  const expected = expectation(reader, decoded, upload, script, raw)
  const controller = new AbortController()
  const timeouts = { head: LIMIT_MS, idle: LIMIT_MS }
  const host = c.transport === 'memory' ? { dial: () => peer.dial() } : { host: peer[c.transport] }
  const engine = connect({ ...host, apiVersion: '1.41', timeouts })
  peer.play(script, decoded.framing === 'tunnel' || decoded.framing === 'close')
  stray.length = 0
  const { context, acted, start, stop } = contextOf(planned, engine, controller, raw, upload)
  let failure: { error: unknown } | undefined
  let settled = false
  try {
    if (c.warm) assert.deepEqual(await engine.untyped.get('/warm'), { warm: true })
    reader.act(context).then(
      () => {
        settled = true
      },
      (error: unknown) => {
        settled = true
        failure = { error }
      },
    )
    start()
    await settle(
      () => settled,
      context,
      { peer, clock, stray },
      pauses,
      () => controller.abort(),
    )
    stop()
    const items = reader.items(context.seen)
    const code = failure !== undefined ? codeOf(failure.error) : settled ? 'clean' : 'not settled'
    const isMine = await checkOutcome(c, reader, { items, code }, expected, upload, acted(), failure?.error)
    // A fetch makes a Request, which follows the signal for as long as it lives.
    const listeners = reader.passesErrors ? 0 : getEventListeners(controller.signal, 'abort').length
    assert.equal(listeners, 0, 'a listener is left on the signal')
    if (c.upload !== 'none' && !script.early && upload.code === undefined && !isMine) checkUpload(peer, upload)
    if (acted().kind !== 'engine') await checkNext(engine, peer, clock, decoded, acted().kind !== 'none')
    return {
      framing: c.response.framing,
      fault: c.fault.kind,
      end: isMine ? 'ended by the caller' : code === 'clean' ? 'whole' : code,
    }
  } finally {
    await within(engine.close(), 'close()')
    await checkNothingLeft(peer, clock, stray)
  }
}

/** Waits until the reading has settled; lets limits pass when nothing comes any more. */
async function settle(
  isSettled: () => boolean,
  context: Context,
  { peer, clock }: Range,
  pauses: Pauses,
  giveUp: () => void,
): Promise<void> {
  const began = realTime()
  let last = began
  let quiet = 0
  let limits = 0
  let size = -1
  while (!isSettled()) {
    await turn()
    pauses.longest = Math.max(pauses.longest, realTime() - last)
    last = realTime()
    const now = context.seen.length
    quiet = now === size && peer.playing === 0 ? quiet + 1 : 0
    size = now
    if (realTime() - began > HANG_MS) assert.fail('the reading hangs')
    if (quiet < QUIET_TURNS || realTime() - began < QUIET_MS) continue
    quiet = 0
    if (limits++ < 4) clock.advance(LIMIT_MS + 1)
    else if (realTime() - began > PATIENCE_MS) giveUp()
  }
  // What else the last turn brings: the rejection behind an error, an unhandled one.
  await turn()
}

/** Holds the outcome against the model. Returns whether the user ended the reading. */
async function checkOutcome(
  c: Case,
  reader: Reader,
  { items, code }: { items: readonly string[]; code: string },
  expected: Delivered,
  upload: UploadPlan,
  acted: Acted & { error?: unknown; pending: Promise<unknown> },
  error: unknown,
): Promise<boolean> {
  await acted.pending
  const shown = `${JSON.stringify({ items, code })}\nexpected ${JSON.stringify(expected)}`.slice(0, 4_000)
  assert.ok(!code.startsWith('no FairleadError'), `${code}\n${shown}`)
  if (error instanceof FairleadError) assert.equal(error.blame, errorCodes[error.code])
  if (acted.kind === 'second' && acted.error !== undefined) {
    // What was read to its end, or never begun, is said with its own error.
    assert.ok(
      ['ERR_BODY_TAKEN', ...expected.end].includes(codeOf(acted.error)),
      `second reader: ${codeOf(acted.error)}`,
    )
  }
  if (expected.loose && acted.kind === 'none') {
    assert.ok(isDeepStrictEqual(items.slice(0, expected.items.length), expected.items), `other records: ${shown}`)
    assert.ok(expected.end.includes(code), `another end: ${shown}`)
    return false
  }
  const isNatural = isDeepStrictEqual(withText(items), withText(expected.items)) && expected.end.includes(code)
  const endings: Partial<Record<Acted['kind'], string[]>> = {
    abort: ['ERR_ABORTED'],
    break: ['clean'],
    throw: ['mine', 'ERR_OUTPUT'],
    // A recipe's own stream ends; a response ends its reader with an error.
    close: ['clean', 'ERR_CLOSED'],
    engine: ['ERR_CLOSED'],
  }
  const own = endings[acted.kind]
  if (isNatural) return false
  // A reset overtakes what a slow reader has not taken from the kernel.
  // And an upload that fails closes the connection, whatever of an early response came.
  const mayLack = c.fault.kind === 'reset' || upload.code !== undefined
  assert.ok(own !== undefined || mayLack, `the outcome is ${shown}`)
  assert.ok(
    expected.loose || isBeginning(withText(items), withText(expected.items), reader.apart === true),
    `not what was sent: ${shown}`,
  )
  assert.ok(
    [...(own ?? []), ...(mayLack ? ['ERR_CONNECTION_RESET'] : []), ...expected.end].includes(code),
    `another end: ${shown}`,
  )
  return own?.includes(code) === true
}

/** The promise's outcome. @throws AssertionError when it does not settle */
async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let hang: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    hang = setTimeout(() => reject(new assert.AssertionError({ message: `${what} hangs` })), HANG_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(hang)
  }
}

function checkUpload(peer: Peer, upload: UploadPlan): void {
  for (const { body, whole } of peer.asked) if (whole) assert.equal(body, upload.text, 'the upload came otherwise')
}

/** The engine serves on: the next request gets its own response, on the same connection if that may carry it. */
async function checkNext(
  engine: Engine,
  peer: Peer,
  clock: Clock,
  { end, rest }: Decoded,
  acted: boolean,
): Promise<void> {
  const until = realTime() + HANG_MS
  while ((engine.connections.busy > 0 || peer.playing > 0) && realTime() < until) await turn()
  assert.equal(engine.connections.busy, 0, 'a connection stays busy')
  // A FIN behind a whole response is noticed later, and harmless: a GET is sent once more.
  if (!acted && (end !== 'clean' || rest > 0)) assert.equal(engine.connections.idle, 0, 'a broken connection is kept')
  await peer.late()
  clock.advance(10)
  assert.deepEqual(await within(engine.untyped.get('/next'), 'the next request'), { next: true }, 'the next response')
}

async function checkNothingLeft(peer: Peer, clock: Clock, stray: unknown[]): Promise<void> {
  const until = realTime() + HANG_MS
  while ((peer.left() > 0 || peer.playing > 0) && realTime() < until) await turn()
  const timers = clock.pending.size
  clock.pending.clear()
  const left = peer.left()
  peer.clear()
  assert.equal(left, 0, 'a connection is left')
  assert.equal(timers, 0, 'a timer is left')
  assert.deepEqual(stray, [], 'an error was not handled')
}
