// However the response and what follows it are cut into packets, and however the connection ends, a tunnel returns the same
// bytes, and distinguishes a clean end from a broken one.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import type { Wire } from '../../support/scripted-peer.ts'
import { attach, bytesOf, EXEC, frame, outcome, RAW, serve, turns, upgraded } from './tunnel-kit.ts'

const head = Buffer.from(upgraded())
const frames = [frame(1, 'one\n'), frame(2, 'two\n'), frame(1, ''), frame(3, 'Error grabbing logs: x\n'), frame(0, '✔')]
const answerBytes = Buffer.concat([head, ...frames])
const expected = {
  frames: ['stdout one\n', 'stderr two\n', 'stdout ', 'system Error grabbing logs: x\n', 'stdin \xe2\x9c\x94'],
  code: undefined,
}

/** Sends `bytes` in two packets, cut at `at`. */
async function sendCut(wire: Wire, bytes: Uint8Array, at: number): Promise<void> {
  await wire.head()
  if (at > 0) wire.send(bytes.subarray(0, at))
  // The client reads the first part before the second is written.
  if (at > 0 && at < bytes.length) await turns(3)
  if (at < bytes.length) wire.send(bytes.subarray(at))
}

test('head and payload cut in two at every offset, then a FIN: one result', async (t) => {
  const { engine } = await serve(t, async (wire, index) => {
    await sendCut(wire, answerBytes, index)
    wire.end()
  })
  for (let cut = 0; cut <= answerBytes.length; cut++) {
    assert.deepEqual(await outcome(await attach(engine)), expected, `cut at ${cut}`)
  }
})

test('head and payload byte by byte: one result', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    for (const byte of answerBytes) {
      wire.send(Buffer.of(byte))
      await turns(1)
    }
    wire.end()
  })
  assert.deepEqual(await outcome(await attach(engine)), expected)
})

test('head, payload and FIN in one packet: one result, also without a reader at first', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.socket.end(answerBytes)
  })
  for (const wait of [0, 1, 20]) {
    const tunnel = await attach(engine)
    await turns(wait)
    assert.deepEqual(await outcome(tunnel), expected)
  }
})

test('more than a read can hold comes with the head, at every kind of cut', async (t) => {
  const big = Buffer.concat(Array.from({ length: 12 }, (_, i) => frame(1 + (i % 2), Buffer.alloc(32_768, i))))
  const bytes = Buffer.concat([head, big])
  const hash = createHash('sha256').update(big).digest('hex')
  const cuts = [0, 1, head.length - 1, head.length, head.length + 7, 65_535, 65_536, 131_072, bytes.length]
  const { engine } = await serve(t, async (wire, index) => {
    await sendCut(wire, bytes, cuts[index]!)
    wire.end()
  })
  for (const cut of cuts) {
    const tunnel = await attach(engine)
    // What is held until a reader takes it is more than one read, too.
    if (cut % 2 === 0) await turns(5)
    const received = await bytesOf(tunnel)
    assert.equal(createHash('sha256').update(received).digest('hex'), hash, `cut at ${cut}`)
  }
})

test('a FIN at every offset of the frames: clean between two, else truncated, after all that came', async (t) => {
  const stream = Buffer.concat(frames.slice(0, 2))
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    wire.socket.end(Buffer.concat([head, stream.subarray(0, index)]))
  })
  for (let cut = 0; cut <= stream.length; cut++) {
    const { frames: received, code } = await outcome(await attach(engine))
    const clean = cut === 0 || cut === 12 || cut === 24
    assert.equal(code, clean ? undefined : 'ERR_TRUNCATED_FRAME', `cut at ${cut}`)
    const parts = [stream.subarray(8, Math.min(cut, 12)), stream.subarray(20, cut)].map(String)
    assert.equal(received.join(''), `${parts[0] && `stdout ${parts[0]}`}${parts[1] && `stderr ${parts[1]}`}`)
  }
})

test('a FIN anywhere in a TTY’s stream is a clean end', async (t) => {
  const text = '\x01\x00\x00\x00\x00\x00\x00\x09/ # '
  const { engine } = await serve(t, async (wire, index) => {
    await wire.head()
    wire.socket.end(Buffer.from(upgraded(RAW) + text.slice(0, index), 'latin1'))
  })
  for (let cut = 0; cut <= text.length; cut++) {
    const tunnel = await engine.tunnel(EXEC, { path: { id: 'e1' }, body: { Tty: true } })
    assert.equal(tunnel.multiplexed, false)
    const frames = cut === 0 ? [] : [`stdout ${text.slice(0, cut)}`]
    assert.deepEqual(await outcome(tunnel), { frames, code: undefined })
  }
})

test('a reset is an error after everything that was received, whether read at once or later', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send(Buffer.concat([head, frame(1, 'before')]))
      assert.equal(await wire.take(2), 'go')
      wire.reset()
    },
    { listen: 'tcp' },
  )
  for (const early of [true, false]) {
    const tunnel = await attach(engine)
    const reading = early ? outcome(tunnel) : undefined
    await tunnel.write('go')
    await turns(50)
    const { frames: received, code } = await (reading ?? outcome(tunnel))
    assert.deepEqual([received, code], [['stdout before'], 'ERR_CONNECTION_RESET'])
  }
})

test('every reader reports the same end', async (t) => {
  const cut = Buffer.concat([head, frame(1, 'whole\n'), frame(2, 'cut off').subarray(0, 11)])
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.socket.end(cut)
  })
  const code = 'ERR_TRUNCATED_FRAME'
  let pushed = ''
  const onFrame = (kind: number, bytes: Uint8Array, start: number, end: number): void => {
    pushed += `${kind}${Buffer.from(bytes.subarray(start, end))}`
  }
  await assert.rejects((await attach(engine)).onFrame(onFrame), { code })
  assert.equal(pushed, '1whole\n2cut')
  const lines: string[] = []
  await assert.rejects(
    async () => {
      for await (const line of (await attach(engine)).lines()) lines.push(`${line.stream} ${line.text}`)
    },
    { code },
  )
  assert.deepEqual(lines, ['stdout whole', 'stderr cut'])
  await assert.rejects((await attach(engine)).pipe({}), { code })
})
