// The times of a wait, each at, below and above, by a clock that the test moves. The Engine is in memory, and so are published ports
// that are dialled; the web server that says nothing is a real one.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net, { type AddressInfo, createServer, Socket } from 'node:net'
import type { TestContext } from 'node:test'
import type { Condition, Watched } from '../../../src/containers/wait/condition.ts'
import { exit } from '../../../src/containers/wait/conditions.ts'
import { http, RESPONSE_MS } from '../../../src/containers/wait/http.ts'
import { LogFeed, REREAD_MS } from '../../../src/containers/wait/log-feed.ts'
import { DIAL_MS, LOOK_INSIDE_MS, port, SETTLED_MS } from '../../../src/containers/wait/port.ts'
import type { Snapshot } from '../../../src/containers/wait/snapshot.ts'
import { WAIT_FOR_MS, waitFor } from '../../../src/containers/wait/wait-for.ts'
import { REOPEN_FIRST_MS, REOPEN_MOST_MS, WatchedContainer } from '../../../src/containers/wait/watched-container.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { FairleadError } from '../../../src/error.ts'
import { turns, watch } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { ScriptedSource } from '../../stream/support.ts'
import { threeCases } from '../../support/three-cases.ts'

/** A promise that only the signal settles. */
const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

/** The Engine's answers where the image has no shell. */
const NO_SHELL = {
  post: async () => ({ Id: 'e1' }),
  async tunnel() {
    throw new FairleadError('ERR_EXEC_NOT_STARTED', 'exec: "sh": executable file not found in $PATH')
  },
}

/** What a condition has said of a running container with port 80 published. @param inside what its Engine makes of a look inside */
function begun(t: TestContext, condition: Condition, hostPort: number, inside: object = NO_SHELL) {
  const stop = new AbortController()
  t.after(() => stop.abort())
  const ports = new Map([['80/tcp', [{ address: '127.0.0.1', port: hostPort }]]])
  const state = { id: 'c1', running: true, ended: false, ports } as unknown as Snapshot
  const engine = { endpoint: 'unix:///nowhere', ...inside } as unknown as Engine
  const observe: Watched['observe'] = ({ onState }) => onState?.(state)
  const said: string[] = []
  condition.begin(
    { engine, state, signal: stop.signal, observe },
    {
      met: () => void said.push('met'),
      failed: (why) => void said.push(why),
      note: (seen) => void said.push(seen),
    },
  )
  return said
}

/** Sockets that are dialled from now on: they do not connect by themselves. */
function dialled(t: TestContext): Socket[] {
  const sockets: Socket[] = []
  t.mock.method(net, 'connect', (() => {
    const socket = new Socket()
    sockets.push(socket)
    return socket
  }) as never)
  return sockets
}

// Then the published port is dialled.
threeCases('LOOK_INSIDE_MS', LOOK_INSIDE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const sockets = dialled(t)
  const post = (_: string, { signal }: { signal: AbortSignal }) => abortOf(signal)
  begun(t, port(80), 8080, { post })
  await turns()
  clock.tick(ms)
  await turns()
  const isLooking = sockets.length === 0
  clock.tick(2)
  await turns()
  assert.equal(sockets.length, 1)
  return isLooking
})

threeCases('DIAL_MS', DIAL_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const sockets = dialled(t)
  const said = begun(t, port(80), 8080)
  await turns()
  clock.tick(ms)
  await turns()
  const isDialling = said.length === 0
  clock.tick(2)
  await turns()
  assert.deepEqual(said, ['127.0.0.1:8080 did not accept within 5000 ms'])
  assert.equal(sockets[0]!.destroyed, true)
  return isDialling
})

threeCases('SETTLED_MS', SETTLED_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const sockets = dialled(t)
  const said = begun(t, port(80), 8080)
  await turns()
  sockets[0]!.emit('connect')
  clock.tick(ms)
  // Too late, or too early.
  sockets[0]!.emit('close')
  await turns()
  assert.deepEqual(said, [said[0] === 'met' ? 'met' : '127.0.0.1:8080 closed the connection at once'])
  return said[0] !== 'met'
})

threeCases('RESPONSE_MS', RESPONSE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const server = createServer().listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const asked = new Promise<Socket>((resolve) =>
    server.on('connection', (socket) => socket.on('error', () => {}).on('data', () => resolve(socket))),
  )
  const said = begun(t, http('/'), (server.address() as AddressInfo).port)
  const client = await asked
  t.after(() => client.destroy())
  clock.tick(ms)
  await turns()
  const isWaiting = said.length === 0
  clock.tick(2)
  await turns()
  assert.match(said[0]!, /^127\.0\.0\.1:\d+: no response within 5000 ms$/)
  return isWaiting
})

threeCases('REREAD_MS', REREAD_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const stop = new AbortController()
  t.after(() => stop.abort())
  const sources: ScriptedSource[] = []
  const request = async () => {
    const source = new ScriptedSource()
    sources.push(source)
    return { source, headers: new Map() }
  }
  const state = { id: 'c1', status: 'running', run: '1', tty: true } as Snapshot
  new LogFeed({ request } as unknown as Engine, [], async () => state, stop.signal).start(state)
  await turns()
  sources[0]!.end()
  await turns()
  clock.tick(ms)
  await turns()
  const isOnce = sources.length === 1
  clock.tick(2)
  await turns()
  assert.equal(sources.length, 2)
  return isOnce
})

/** A container whose first stream of events has ended; those that are opened later fail. `opened` counts them. */
async function cutOff(t: TestContext) {
  const clock = stopClock(t)
  const stop = new AbortController()
  let opened = 0
  let end = (): void => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const request = async () => {
    if (++opened > 1) throw new FairleadError('ERR_CONNECT', 'down')
    const next = async () => {
      await ended
      return { done: true, value: undefined }
    }
    const records = () => ({ next })
    return { status: 200, headers: {}, records, close() {}, ref() {}, unref() {} }
  }
  const get = async () => ({ Id: 'c1', State: { Status: 'running' } })
  const container = new WatchedContainer({ request, get } as unknown as Engine, 'c1', stop.signal)
  const watching = watch(container.watch(() => {}))
  t.after(() => stop.abort())
  await turns()
  end()
  await turns()
  const tick = async (ms: number): Promise<number> => {
    clock.tick(ms)
    await turns()
    assert.equal(watching.settled, false)
    return opened
  }
  assert.equal(opened, 1)
  return tick
}

threeCases('REOPEN_FIRST_MS', REOPEN_FIRST_MS - 1, async (ms, t) => {
  const tick = await cutOff(t)
  return (await tick(ms)) === 1
})

// It doubles up to there: the fifth pause is the first one that would be longer.
threeCases('REOPEN_MOST_MS', REOPEN_MOST_MS - 1, async (ms, t) => {
  const tick = await cutOff(t)
  for (let i = 0; i < 4; i++) assert.equal(await tick(REOPEN_FIRST_MS * 2 ** i), i + 2)
  assert.equal(await tick(REOPEN_MOST_MS), 6)
  return (await tick(ms)) === 6
})

threeCases('WAIT_FOR_MS', WAIT_FOR_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const request = (_: string, __: string, { signal }: { signal: AbortSignal }) => abortOf(signal)
  const get = async () => {
    throw new FairleadError('ERR_CONNECT', 'down')
  }
  const waiting = watch(waitFor({ request, get, hold: () => () => {} } as unknown as Engine, 'c1', exit(0)))
  await turns()
  clock.tick(ms)
  await turns()
  const { settled } = waiting
  clock.tick(2)
  await turns()
  assert.equal(waiting.error?.code, 'ERR_WAIT_TIMEOUT')
  return !settled
})
