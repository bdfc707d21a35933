// Logs: frames that come thick, cut or with the daemon's own words between them, and a terminal's bytes, which have no frames.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, CHUNKED, chunk, frame, head, LAST_CHUNK, MULTIPLEXED, RAW } from '../engine.ts'
import type { Saw, Scenario } from '../scenario.ts'

const MANY = 10_000
const QUIET_S = 310
const PAUSE_MS = 50

const isLog = ({ path }: Call) => path.endsWith('/logs')
const ok = (type: string) => head('200 OK', [type, CHUNKED])

/** Answers the log with these pieces, each on its own, with a pause between them. */
const log = (type: string, ...pieces: (string | Buffer)[]) =>
  async function serve(call: Call): Promise<boolean> {
    if (!isLog(call)) return false
    await call.send(ok(type))
    for (const piece of pieces) {
      await sleep(PAUSE_MS)
      await call.send(piece)
    }
    return true
  }

/** Followed by the end of the connection instead of the last chunk. */
const cutAfter = (serve: (call: Call) => Promise<boolean>) => async (call: Call) => {
  const done = await serve(call)
  if (done) {
    await sleep(PAUSE_MS)
    call.cut()
  }
  return done
}

const both = (saw: Saw, stdout: string, stderr = '') =>
  saw.end === 'done' && saw.stdout === stdout && saw.stderr === stderr

const euro = Buffer.from('10 €\n')

export const logs: readonly Scenario[] = [
  {
    name: 'Thousands of small frames at once',
    row: '10,000 frames of one byte in one chunk',
    quick: true,
    question: 'A chunk of 10,000 frames of one byte each: do all of them arrive?',
    why: 'A program that writes byte by byte makes such frames, and after a pause they arrive together. RFC 9112, 7.1 does not limit a chunk, nor the Engine the number of frames in it.',
    wire: 'one chunk of 90,000 bytes: 10,000 × `01 000000 00000001 "x"`; last chunk',
    test: 'test/stream/parse/demux.test.ts',
    job: 'log',
    serve: log(MULTIPLEXED, chunk(Buffer.concat(Array(MANY).fill(frame(1, 'x')))), LAST_CHUNK),
    judge: (saw) => ({
      right: both(saw, 'x'.repeat(MANY)),
      saw: `${saw.stdout.length} of ${MANY} bytes${saw.words === '' ? '' : `; ${saw.words}`}`,
    }),
  },
  {
    name: 'A log without its last chunk',
    question: 'The connection ends after a whole frame, but without the last chunk: is that an error?',
    why: 'RFC 9112, 8: a chunked body without its last chunk is incomplete.',
    wire: 'chunk `01 000000 00000007 "before\\n"`; end of the connection',
    test: 'test/engine/cuts.test.ts',
    job: 'log',
    serve: cutAfter(log(MULTIPLEXED, chunk(frame(1, 'before\n')))),
    judge: (saw) => ({
      right: saw.end === 'error' && saw.stdout === 'before\n',
      ...(saw.end === 'done' && { saw: `a success, after ${JSON.stringify(saw.stdout)}` }),
    }),
  },
  {
    name: 'A daemon’s message in a log',
    row: 'Output after a daemon’s message in a log',
    quick: true,
    question: 'A frame of kind 3 comes between two of stdout: does the output after it arrive unchanged?',
    why: 'The Engine writes kind 3 when it cannot read a record ("Error grabbing logs"), and continues if it can.',
    wire: 'chunks with kind 1 `"one\\n"`, kind 3 `"Error grabbing logs: unexpected EOF\\n"`, kind 1 `"two\\n"`; last chunk',
    test: 'test/stream/parse/demux.test.ts',
    job: 'log',
    serve: log(
      MULTIPLEXED,
      chunk(frame(1, 'one\n')),
      chunk(frame(3, 'Error grabbing logs: unexpected EOF\n')),
      chunk(frame(1, 'two\n')),
      LAST_CHUNK,
    ),
    judge: (saw) => ({ right: saw.stdout === 'one\ntwo\n' }),
  },
  {
    name: 'A terminal’s log',
    row: 'A TTY’s log as text',
    quick: true,
    question: 'The log of a container with a TTY is read like any other log: does its text arrive unchanged?',
    why: 'Such a log has no frames; since API 1.42 the Content-Type says so. dockerode’s README pipes a TTY’s stream without demultiplexing; the question is whether the caller must know that. The docker CLI inspects the container first.',
    wire: '`Content-Type: application/vnd.docker.raw-stream`; chunks `"tty-out\\r\\n"`, `"tty-err\\r\\n"`, as Docker 28.5 was captured; last chunk',
    test: 'test/engine/hostile.test.ts',
    job: 'log',
    tty: true,
    serve: log(RAW, chunk('tty-out\r\n'), chunk('tty-err\r\n'), LAST_CHUNK),
    judge: (saw) => ({ right: both(saw, 'tty-out\r\ntty-err\r\n') }),
  },
  {
    name: 'A terminal’s prompt',
    question: 'A container with a TTY has written a prompt of four bytes: do they arrive while it runs?',
    why: 'A shell’s prompt is the only output until the user types. A client that waits for the eight bytes of a frame header shows an empty terminal.',
    wire: '`Content-Type: application/vnd.docker.raw-stream`; chunk `"/ # "`; a second later the last chunk',
    test: 'test/engine/hostile.test.ts',
    job: 'log',
    tty: true,
    async serve(call) {
      const done = await log(RAW, chunk('/ # '))(call)
      if (done) {
        await sleep(1000)
        await call.send(LAST_CHUNK)
      }
      return done
    },
    judge: (saw) => ({ right: both(saw, '/ # ') }),
  },
  {
    name: 'A character in two frames',
    question: 'A character in a log’s line is split over two frames: is the text correct?',
    why: 'The Engine cuts frames at byte positions: a log record after 16 KiB, an exec’s output anywhere.',
    wire: 'chunks with kind 1 `"10 " E2 82`, kind 2 `"err\\n"`, kind 1 `AC "\\n"`; last chunk',
    test: 'test/stream/parse/lines.property.test.ts',
    job: 'lines',
    serve: log(
      MULTIPLEXED,
      chunk(frame(1, euro.subarray(0, 5))),
      chunk(frame(2, 'err\n')),
      chunk(frame(1, euro.subarray(5))),
      LAST_CHUNK,
    ),
    judge: (saw) => ({
      right: saw.end === 'done' && saw.lines.includes('10 €') && saw.lines.includes('err') && saw.lines.length === 2,
      saw: saw.lines.map((line) => JSON.stringify(line)).join(', '),
    }),
  },
  {
    name: 'A log that is silent for five minutes',
    row: 'A followed log may be silent for five minutes',
    seconds: QUIET_S + 10,
    question: `A followed log is silent for ${QUIET_S} seconds and then has a line: does it arrive?`,
    why: 'A silent program is not dead. The Engine sends no keep-alive.',
    wire: `chunk with kind 1 \`"before\\n"\`; ${QUIET_S} s nothing; chunk with kind 1 \`"after\\n"\`; last chunk`,
    test: 'test/net/quiet.test.ts',
    job: 'log',
    async serve(call) {
      const done = await log(MULTIPLEXED, chunk(frame(1, 'before\n')))(call)
      if (done) {
        await sleep(QUIET_S * 1000)
        await call.send(chunk(frame(1, 'after\n')), LAST_CHUNK)
      }
      return done
    },
    judge: (saw) => ({ right: both(saw, 'before\nafter\n') }),
  },
]
