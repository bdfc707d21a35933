// net/pool: taking an idle connection and giving it back, with more or fewer others idle, and calls that wait their turn. The
// sockets are streams without a reader. Not public, so it is imported from the build.
import { PassThrough } from 'node:stream'
import { type Case, runSuite } from './suite.ts'

interface PoolLike {
  submit(call: CallLike): void
  onFree(connection: unknown): void
  close(): void
}

interface CallLike {
  plain: boolean
  urgent: boolean
  repeatable: boolean
  wantsFresh: boolean
  sendOn(connection: unknown): void
  fail(error: Error): void
}

const { Pool } = (await import(new URL('../../../build/src/net/pool.js', import.meta.url).href)) as {
  Pool: new (endpoint: { kind: 'custom' }, options: object) => PoolLike
}

let served = 0

function fail(error: Error): void {
  throw error
}

/** A pool with so many idle connections. */
async function poolOf(connections: number): Promise<PoolLike> {
  const pool = new Pool({ kind: 'custom' }, { dial: () => new PassThrough(), connections, idle: connections })
  const all = await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise((resolve, reject) => {
          pool.submit({
            plain: false,
            urgent: false,
            repeatable: true,
            wantsFresh: false,
            sendOn: resolve,
            fail: reject,
          })
        }),
    ),
  )
  for (const connection of all) pool.onFree(connection)
  return pool
}

function oneByOne(pool: PoolLike, idle: number): Case {
  const call: CallLike = {
    plain: false,
    urgent: false,
    // As a GET is: it goes out at once.
    repeatable: true,
    wantsFresh: false,
    fail,
    sendOn(connection) {
      served++
      pool.onFree(connection)
    },
  }
  return { name: `${idle} idle, one call after the other`, items: 1, run: () => pool.submit(call) }
}

/** All but the first wait; each gives the connection on to the next. */
function queued(pool: PoolLike, calls: number): Case {
  const taken: unknown[] = []
  const call: CallLike = {
    plain: false,
    urgent: false,
    // As a GET is: it goes out at once.
    repeatable: true,
    wantsFresh: false,
    fail,
    sendOn(connection) {
      served++
      taken.push(connection)
    },
  }
  const run = () => {
    for (let i = 0; i < calls; i++) pool.submit(call)
    for (let connection = taken.pop(); connection !== undefined; connection = taken.pop()) pool.onFree(connection)
  }
  return { name: `${calls} calls for one connection`, items: calls, run }
}

const pools = new Map<number, PoolLike>()
for (const idle of [1, 16, 64]) pools.set(idle, await poolOf(idle))

export function pool(): void {
  runSuite('Pool.submit', 'call', [
    ...[...pools].map(([idle, one]) => oneByOne(one, idle)),
    queued(pools.get(1)!, 16),
    queued(pools.get(1)!, 1024),
  ])
  for (const one of pools.values()) one.close()
  if (served === 0) throw new Error('no call was served')
}
