// Tunnels under load: back-pressure in both directions, the half-close, writing to a peer that has closed, and the pool's limit.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import test from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { answer, attach, bytesOf, failure, frame, outcome, RAW, serve, turns, upgraded } from './tunnel-kit.ts'

const MIB = 1_048_576

test('a peer that does not read holds write() back, and gets it all in the end', async (t) => {
  const sent = createHash('sha256')
  let received = ''
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    wire.socket.pause()
    await turns(100)
    // Taken here from the socket itself: the wire would join pieces again and again.
    wire.socket.removeAllListeners('data')
    const hash = createHash('sha256')
    for await (const piece of wire.socket) hash.update(piece as Buffer)
    received = hash.digest('hex')
    wire.end()
  })
  const tunnel = await attach(engine)
  let written = 0
  const writer = (async () => {
    for (; written < 32; written++) {
      const piece = randomBytes(MIB)
      sent.update(piece)
      await tunnel.write(piece)
    }
    tunnel.end()
  })()
  await turns(50)
  // The kernel's buffers take less than a piece; the second write waits.
  assert.ok(written <= 1, `${written} MiB written into a peer that reads nothing`)
  await writer
  assert.deepEqual(await outcome(tunnel), { frames: [], code: undefined })
  assert.equal(received, sent.digest('hex'))
})

test('a consumer that does not read holds the peer back, and loses nothing', async (t) => {
  const piece = frame(1, randomBytes(65_536))
  const expected = createHash('sha256')
  let sent = 0
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    for (; sent < 256; sent++) {
      expected.update(piece)
      if (!wire.socket.write(piece)) await new Promise((resolve) => wire.socket.once('drain', resolve))
    }
    wire.end()
  })
  const tunnel = await attach(engine)
  const before = process.memoryUsage()
  const iterator = tunnel[Symbol.asyncIterator]()
  const first = await iterator.next()
  let last = -1
  await eventually(async () => {
    const stuck = sent === last
    last = sent
    await turns(20)
    return stuck
  })
  // Two reads held, 256 KiB in the iterator, and what the kernel keeps of a unix socket.
  assert.ok(sent < 32, `${sent} pieces of 64 KiB sent to a consumer that reads nothing`)
  assert.ok(process.memoryUsage().arrayBuffers - before.arrayBuffers < 8 * MIB)
  const hash = createHash('sha256').update(first.value as Uint8Array)
  for await (const bytes of { [Symbol.asyncIterator]: () => iterator }) hash.update(bytes)
  assert.equal(sent, 256)
  assert.equal(hash.digest('hex'), expected.digest('hex'))
})

test('stdin ends, output goes on: the half-close, and end() twice is harmless', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    assert.equal(await wire.take(100), 'b\na\n')
    await turns()
    wire.send(frame(1, 'a\nb\n'))
    await turns()
    wire.send(frame(1, 'late\n'))
    wire.end()
  })
  const tunnel = await attach(engine)
  tunnel.write('b\n')
  tunnel.write('a\n')
  tunnel.end()
  tunnel.end()
  const error = await failure(tunnel.write('c\n'))
  assert.deepEqual([error.code, error.blame], ['ERR_CLOSED', 'caller'])
  assert.deepEqual(await outcome(tunnel), { frames: ['stdout a\nb\nlate\n'], code: undefined })
  tunnel.end()
})

test('text is sent as UTF-8, no bytes are nothing, and the order is kept', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    assert.equal(Buffer.from(await wire.take(100), 'latin1').toString(), '€\0\xffab')
    wire.end()
  })
  const tunnel = await attach(engine)
  await Promise.all([tunnel.write('€'), tunnel.write(''), tunnel.write(new Uint8Array(0)), tunnel.write('\0ÿ')])
  await tunnel.write(Uint8Array.of(0x61, 0x62, 0x63).subarray(0, 2))
  tunnel.end()
  await outcome(tunnel)
})

for (const listen of ['unix', 'tcp'] as const) {
  test(`what is written after the peer has closed is discarded, and what it sent is read (${listen})`, async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        await wire.head()
        wire.send(upgraded())
        await wire.take(2)
        wire.socket.pause()
        wire.send(frame(2, 'enough\n'))
        await turns(5)
        // With unread bytes in its buffer: the kernel makes a reset of it.
        wire.socket.destroy()
      },
      { listen },
    )
    for (let run = 0; run < 20; run++) {
      const tunnel = await attach(engine)
      await tunnel.write('go')
      for (let i = 0; i < 20; i++) await tunnel.write(Buffer.alloc(65_536))
      tunnel.end()
      const { frames, code } = await outcome(tunnel)
      assert.deepEqual(frames, ['stderr enough\n'])
      assert.ok(code === undefined || code === 'ERR_CONNECTION_RESET', code)
    }
  })
}

test('an endless writer to a peer that has closed does not starve the process', { timeout: 10_000 }, async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    wire.end()
    wire.socket.destroy()
  })
  const tunnel = await attach(engine)
  let over = false
  const writer = (async () => {
    const yes = Buffer.from('y\n'.repeat(512))
    while (!over) await tunnel.write(yes)
  })()
  await outcome(tunnel)
  // The timer below never fires if the writer's turns are microtasks alone.
  await new Promise((resolve) => setTimeout(resolve, 20))
  over = true
  await writer
})

test('a peer that ends while much is being written ends the tunnel, and frees the writer', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    wire.socket.pause()
    await turns()
    wire.send(frame(1, 'done\n'))
    wire.end()
  })
  const tunnel = await attach(engine)
  const writer = tunnel.write(Buffer.alloc(16 * MIB))
  assert.deepEqual(await outcome(tunnel), { frames: ['stdout done\n'], code: undefined })
  await writer
})

test('written to but never read, a tunnel is not a forgotten response', async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send(upgraded())
      assert.equal(await wire.take(4), 'onetwo'.slice(0, 4))
      assert.equal(await wire.take(2), 'wo')
      wire.end()
    },
    { timeouts: { untaken: 30 } },
  )
  const tunnel = await attach(engine)
  await tunnel.write('one')
  await new Promise((resolve) => setTimeout(resolve, 80))
  await tunnel.write('two')
  tunnel.end()
  assert.deepEqual(await outcome(tunnel), { frames: [], code: undefined })
})

test('neither read nor written to, it is closed after the limit', async (t) => {
  const { engine, peer } = await serve(
    t,
    async (wire) => {
      await wire.head()
      wire.send(upgraded())
      await wire.ended()
      wire.end()
    },
    { timeouts: { untaken: 30 } },
  )
  const tunnel = await attach(engine)
  await eventually(() => peer.open.size === 0)
  assert.equal((await failure(bytesOf(tunnel))).code, 'ERR_BODY_UNTAKEN')
})

test('an idle limit counts both directions, and begins with the reader', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(upgraded())
    await wire.ended()
    wire.end()
  })
  const tunnel = await attach(engine, { timeouts: { idle: 40 } })
  const error = await failure(bytesOf(tunnel))
  assert.deepEqual([error.code, error.blame], ['ERR_IDLE_TIMEOUT', 'peer'])
})

test('a head limit holds for tunnels, too', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    await wire.ended()
    wire.end()
  })
  assert.equal((await failure(attach(engine, { timeouts: { head: 30 } }))).code, 'ERR_HEAD_TIMEOUT')
})

test('as many tunnels as the pool allows, each with an inspect request, do not wait for each other', {
  timeout: 10_000,
}, async (t) => {
  const { engine } = await serve(
    t,
    async (wire) => {
      for (let method = await wire.take(5); method !== ''; method = await wire.take(5)) {
        await wire.head()
        if (method !== 'POST ') wire.send(answer('200 OK', '{"Config":{"Tty":true}}'))
        else wire.send(`${upgraded(RAW)}prompt`)
        if (method === 'POST ') break
      }
      wire.end()
    },
    { pool: { connections: 2 } },
  )
  const tunnels = await Promise.all([attach(engine), attach(engine), attach(engine)].map((one) => one.then(outcome)))
  for (const one of tunnels) assert.deepEqual(one, { frames: ['stdout prompt'], code: undefined })
})
