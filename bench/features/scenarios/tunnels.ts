// Attach and exec, which take the connection over; and how streams are left.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, CHUNKED, chunk, frame, head, json, MULTIPLEXED } from '../engine.ts'
import type { Saw, Scenario } from '../scenario.ts'

const LATE_MS = 300

const isAttach = ({ path }: Call) => path.endsWith('/attach')
const isExecStart = ({ path }: Call) => path === '/exec/e1/start'
const switching = head('101 UPGRADED', [MULTIPLEXED, 'Connection: Upgrade', 'Upgrade: tcp'])
const both = (saw: Saw, stdout: string) => saw.end === 'done' && saw.stdout === stdout && saw.stderr === ''
const refusal = 'cannot exec in a paused container, unpause first'

export const tunnels: readonly Scenario[] = [
  {
    name: 'Output in the packet of the 101',
    quick: true,
    question: 'A 101 and an attach’s first output come in one write: does that output arrive?',
    why: 'RFC 9110, 15.2.2: the new protocol begins immediately after the head. In 30 of 40 attaches with `logs=1` to a real Engine, both came together.',
    wire: '`101 UPGRADED`, head, kind 1 `"early\\n"`, all in one write; then kind 1 `"late\\n"`; end',
    test: 'test/engine/response/tunnel-cuts.test.ts',
    job: 'attach',
    async serve(call) {
      if (!isAttach(call)) return false
      call.hijack()
      await call.send(switching, frame(1, 'early\n'))
      await sleep(50)
      await call.send(frame(1, 'late\n'))
      call.end()
      return true
    },
    judge: (saw) => ({ right: both(saw, 'early\nlate\n') }),
  },
  {
    name: 'A stream cut within a frame',
    row: 'A stream that was cut within a frame is an error',
    quick: true,
    question: 'An attach’s frame of 100 bytes is cut after 10, and the connection ends: is that an error?',
    why: 'The stream of a killed daemon ends like this. It has no chunks, so only the frame shows that bytes are missing. A client that reports success presents half a line as complete.',
    wire: '`101 UPGRADED`; kind 1 `"before\\n"`; `01 000000 00000064` and 10 bytes; end of the connection',
    test: 'test/engine/response/tunnel-cuts.test.ts',
    job: 'attach',
    async serve(call) {
      if (!isAttach(call)) return false
      call.hijack()
      await call.send(switching, frame(1, 'before\n'))
      await sleep(50)
      await call.send(frame(1, 'a'.repeat(100)).subarray(0, 18))
      await sleep(50)
      call.end()
      return true
    },
    judge: (saw) => ({
      right: saw.end === 'error' && saw.stdout.startsWith('before\n'),
      ...(saw.end === 'done' && { saw: `a success, after ${JSON.stringify(saw.stdout)}` }),
    }),
  },
  {
    name: 'Half-close',
    row: 'An exec’s output after the end of its stdin',
    quick: true,
    question: 'An exec of `sort` receives two lines and the end of its input: does the sorted output arrive?',
    why: 'A program may read all its input before it writes. A half-closed connection is that end of input for the Engine.',
    wire: '`101 UPGRADED`; `"b\\na\\n"` from the client and its FIN; 300 ms later kind 1 `"a\\nb\\n"`; end',
    test: 'test/engine/response/tunnel-flow.test.ts',
    job: 'exec',
    stdin: 'b\na\n',
    async serve(call) {
      if (!isExecStart(call)) return false
      call.hijack()
      await call.send(switching)
      const stdin = await call.stdinEnd()
      await sleep(LATE_MS)
      await call.send(frame(1, `${stdin.trim().split('\n').sort().join('\n')}\n`))
      call.end()
      return true
    },
    judge: (saw) => ({ right: both(saw, 'a\nb\n') }),
  },
  {
    name: 'An attach sends only stdin',
    question: 'An attach with stdin: do only the caller’s bytes follow the request’s head?',
    why: 'An attach has no body. The Engine drops bytes that come in one packet with the head, and passes later ones to the program’s stdin. A proxy may forward head and body separately: then a body becomes input.',
    wire: '`101 UPGRADED`; the bytes after the request’s head are recorded, up to `"hi\\n"`; kind 1 `"ok\\n"`; end',
    test: 'test/engine/response/tunnel.test.ts',
    job: 'talk',
    stdin: 'hi\n',
    async serve(call) {
      if (!isAttach(call)) return false
      call.hijack()
      await call.send(switching)
      await call.stdinHas('hi\n')
      await call.send(frame(1, 'ok\n'))
      call.end()
      return true
    },
    judge: (_saw, { stdin }) => ({ right: stdin === 'hi\n', saw: `stdin was ${JSON.stringify(stdin)}` }),
  },
  {
    name: 'An attach with status 200',
    question:
      'A proxy removes the Upgrade field, and the Engine hijacks with status 200: do stdin and the output work?',
    why: 'Without Upgrade the Engine hijacks with status 200. HAProxy has also turned 101 into 200 (haproxy/haproxy#2684).',
    wire: '`200 OK` with neither length nor chunks; `"hi\\n"` from the client; kind 1 `"you said hi\\n"`; end',
    test: 'test/engine/response/tunnel.test.ts',
    job: 'talk',
    stdin: 'hi\n',
    async serve(call) {
      if (!isAttach(call)) return false
      call.hijack()
      await call.send(`HTTP/1.1 200 OK\r\n${MULTIPLEXED}\r\n\r\n`)
      await call.stdinHas('hi\n')
      await call.send(frame(1, 'you said hi\n'))
      call.end()
      return true
    },
    judge: (saw) => ({ right: both(saw, 'you said hi\n') }),
  },
  {
    name: 'A refused upgrade',
    question: 'The start of an exec is refused: is that an error with the daemon’s message?',
    why: 'The message is the only hint at what to do.',
    wire: `\`409 Conflict\`, \`{"message":"${refusal}"}\``,
    test: 'test/engine/response/tunnel.test.ts',
    job: 'exec',
    async serve(call) {
      if (!isExecStart(call)) return false
      await call.send(json('409 Conflict', { message: refusal }))
      return true
    },
    judge: (saw) => ({ right: saw.end === 'error' && saw.words.includes(refusal) }),
  },
  {
    name: 'Leaving a followed log',
    question: 'The caller aborts a followed log: does it end, and does the connection close?',
    why: 'The Engine reads the log for as long as the connection is open.',
    wire: 'chunk with kind 1 `"before\\n"`, then nothing',
    test: 'test/net/base/abort.test.ts',
    job: 'abort log',
    async serve(call) {
      if (!call.path.endsWith('/logs')) return false
      await call.send(head('200 OK', [MULTIPLEXED, CHUNKED]), chunk(frame(1, 'before\n')))
      return true
    },
    judge: ({ end }, { open }) => leftBehind(end, open.includes('/containers/web/logs')),
  },
  {
    name: 'Leaving an attach',
    row: 'AbortSignal on an attach',
    question: 'The caller aborts an attach that has begun: does it end, and does the connection close?',
    why: 'The Engine keeps an attach for as long as its connection is open. After an upgrade, closing it is the client’s task.',
    wire: '`101 UPGRADED`; kind 1 `"before\\n"`, then nothing',
    test: 'test/engine/response/tunnel-abort.test.ts',
    job: 'abort attach',
    async serve(call) {
      if (!isAttach(call)) return false
      call.hijack()
      await call.send(switching, frame(1, 'before\n'))
      return true
    },
    judge: ({ end }, { open }) => leftBehind(end, open.includes('/containers/web/attach')),
  },
]

/** Whether a stream that was aborted has ended for the caller, and its connection for the Engine. */
function leftBehind(end: Saw['end'], isOpen: boolean): { right: boolean; saw: string } {
  const hasEnded = end === 'done' || end === 'error'
  return {
    right: hasEnded && !isOpen,
    saw: `the stream ${hasEnded ? 'ended' : 'did not end'}, the connection ${isOpen ? 'stayed open' : 'was closed'}`,
  }
}
