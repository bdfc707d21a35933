// A process that leaves its stdin unread: Podman, and Linux for any unix socket closed with bytes unread, resets the
// connection. What was sent before has all arrived, so it is the stream's end; over TCP a reset may have lost something.

import assert from 'node:assert/strict'
import test from 'node:test'
import { attach, frame, serve, upgraded } from './tunnel-kit.ts'

/** Sends a response, and closes without reading what came after the request. */
async function leaveUnread(wire: { head(): Promise<string>; socket: import('node:net').Socket }, rest: Uint8Array) {
  await wire.head()
  wire.socket.pause()
  wire.socket.write(Buffer.concat([Buffer.from(upgraded()), rest]))
  setTimeout(() => wire.socket.destroy(), 50)
}

test('over a unix socket it ends the stream, after everything that was sent', async (t) => {
  const { engine } = await serve(t, (wire) => leaveUnread(wire, Buffer.concat([frame(1, 'one'), frame(2, 'two')])))
  const tunnel = await attach(engine)
  for (let i = 0; i < 20; i++) void tunnel.write(new Uint8Array(100_000))
  const texts: string[] = []
  for await (const { stream, data } of tunnel.frames()) texts.push(`${stream} ${Buffer.from(data)}`)
  assert.deepEqual(texts, ['stdout one', 'stderr two'])
})

test('a frame that it cuts is reported as cut', async (t) => {
  const { engine } = await serve(t, (wire) => leaveUnread(wire, frame(1, 'one').subarray(0, 10)))
  const tunnel = await attach(engine)
  for (let i = 0; i < 20; i++) void tunnel.write(new Uint8Array(100_000))
  await assert.rejects(
    tunnel.onFrame(() => {}),
    { code: 'ERR_TRUNCATED_FRAME' },
  )
})
