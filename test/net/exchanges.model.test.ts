// Requests with any body and limits, responses, cuts, aborts, pauses, drains, idle ends and a blocked loop, in any order, over
// the pool and its connections: each call receives what it is due, and is not affected by another's timers, listeners or errors.
// The far ends are streams in memory and the clock is the test's own. Between two commands the event loop turns as often as
// anything may need, except while a command says that it is blocked.

import test, { mock } from 'node:test'
import { takeClock, takeTimers } from '../../src/net/base/timers.ts'
import fc from '../support/property.ts'
import { repeated } from '../support/soak.ts'
import { type BodyKind, Client, HEAD_MS, IDLE_MS, KEPT_MS, type Plan, UNTAKEN_MS, WAIT_MS } from './model-calls.ts'
import { outcomes, World } from './model-world.ts'

const RUNS = Number(process.env.MODEL_RUNS ?? repeated({ soak: 20_000, whole: 5_000, usually: 1_500 }))

type Act = (world: World, pick: number) => void | Promise<void>

/** Any of a list, by a number. */
function one<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)]
}

const acts: Record<string, Act> = {
  /** A whole response, at once. */
  respond(world, pick) {
    const far = one(world.busy, pick)
    const client = far && world.clientOn(far)
    if (far === undefined || client === undefined || client.heads > 0) return
    client.movedAt = world.now
    client.complete = true
    far.send(`HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcabc`)
  },
  /** A head, and a body that goes on. */
  begin(world, pick) {
    const far = one(world.busy, pick)
    const client = far && world.clientOn(far)
    if (far === undefined || client === undefined || client.heads > 0) return
    client.movedAt = world.now
    far.send(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`)
  },
  goOn(world, pick) {
    const far = one(world.busy, pick)
    const client = far && world.clientOn(far)
    if (far === undefined || client === undefined || client.heads === 0 || client.complete) return
    client.movedAt = world.now
    client.complete ||= pick % 2 === 1
    far.send(pick % 2 === 0 ? '3\r\nabc\r\n' : '0\r\n\r\n')
  },
  /** The peer ends within an exchange, before or within its response. */
  cut(world, pick) {
    const far = one(world.busy, pick)
    const client = far && world.clientOn(far)
    if (far === undefined || client === undefined) return
    for (const code of ['ERR_CONNECTION_CLOSED', 'ERR_CONNECTION_RESET', 'ERR_TRUNCATED_BODY', 'ERR_TRUNCATED_HEAD'])
      client.due.add(code)
    far.end_()
  },
  /** The peer ends a connection that lies idle. */
  idleEnd(world, pick) {
    one(world.idle, pick)?.end_()
  },
  abort(world, pick) {
    const client = one(world.clients, pick)
    if (client === undefined || !client.plan.signal) return
    client.due.add('ERR_ABORTED')
    client.controller.abort()
  },
  cancel(world, pick) {
    const client = one(world.clients, pick)
    // One that is over already: a late cancel is harmless. Else only an aborted one may be silent.
    if (client?.settled) client.call.cancel()
  },
  pause(world, pick) {
    const client = one(world.clients, pick)
    if (client === undefined || !(client.taken || client.settled)) return
    client.paused = true
    client.call.pause()
  },
  resume(world, pick) {
    const client = one(world.clients, pick)
    if (client === undefined || !client.paused) return
    client.paused = false
    client.movedAt = world.now
    client.call.resume()
  },
  take(world, pick) {
    const client = one(world.clients, pick)
    // A body that was taken before keeps its clock.
    if (client === undefined || client.heads === 0 || client.taken) return
    client.movedAt = world.now
    client.take()
  },
  /** The peer reads no more for now. */
  clog(world, pick) {
    const far = one([...world.busy, ...world.idle], pick)
    if (far !== undefined) far.blocked = true
  },
  drain(world, pick) {
    one(
      world.fars.filter((far) => far.blocked),
      pick,
    )?.drain()
  },
  async pass(world, pick) {
    await world.pass([3, 100, HEAD_MS + 1, IDLE_MS + 1, UNTAKEN_MS + 1, WAIT_MS + 1, KEPT_MS + 1][pick % 7]!)
  },
  /** From here to the next command the loop does not turn: what ends meanwhile is not noticed. */
  async block(world, pick) {
    for (const far of pick % 2 === 0 ? world.idle : world.idle.slice(-1)) far.end_()
    world.now += 50
    world.blockedLoop = true
  },
}

class Submit implements fc.AsyncCommand<object, World> {
  readonly plan: Plan

  constructor(plan: Plan) {
    this.plan = plan
  }

  check(): boolean {
    return true
  }

  async run(_model: object, world: World): Promise<void> {
    const client = new Client(this.plan, world.pool, world.clients)
    client.submittedAt = world.now
    world.clients.push(client)
    world.pool.submit(client.call)
    world.blockedLoop = false
    await world.turns()
    world.check()
  }

  toString(): string {
    return `submit(${JSON.stringify(this.plan)})`
  }
}

class Do implements fc.AsyncCommand<object, World> {
  readonly name: string
  readonly pick: number

  constructor(name: string, pick: number) {
    this.name = name
    this.pick = pick
  }

  check(): boolean {
    return true
  }

  async run(_model: object, world: World): Promise<void> {
    await acts[this.name]!(world, this.pick)
    if (this.name !== 'block') world.blockedLoop = false
    await world.turns()
    world.check()
  }

  toString(): string {
    return `${this.name}(${this.pick})`
  }
}

const plans: fc.Arbitrary<Plan> = fc
  .record({
    method: fc.constantFrom('GET' as const, 'POST' as const),
    body: fc.constantFrom<BodyKind>('none', 'bytes', 'readable', 'iterator'),
    big: fc.boolean(),
    head: fc.boolean(),
    idle: fc.boolean(),
    signal: fc.boolean(),
    take: fc.constantFrom('at once' as const, 'later' as const),
    urgent: fc.boolean(),
  })
  .map((plan) => (plan.method === 'GET' ? { ...plan, body: 'none' as const } : plan))

const submit = plans.map((plan) => new Submit(plan))
/** Without responses the others have little to do. */
const often = [
  submit,
  submit,
  submit,
  doing('respond'),
  doing('respond'),
  doing('begin'),
  doing('goOn'),
  doing('drain'),
]
const commands = fc.commands([...often, ...Object.keys(acts).map(doing)], { maxCommands: 30, size: 'max' })

function doing(name: string): fc.Arbitrary<Do> {
  return fc.nat(41).map((pick) => new Do(name, pick))
}

test(`${RUNS} runs: no timer, listener or error of one call is another's`, { timeout: 200_000 }, async (t) => {
  const began = process.hrtime.bigint()
  t.after(() => {
    mock.reset()
    t.diagnostic(JSON.stringify(Object.fromEntries(outcomes)))
    t.diagnostic(`${Number((process.hrtime.bigint() - began) / 1_000_000n)} ms`)
  })
  const setup = fc.constantFrom(undefined, 1, 2, 3)
  await fc.assert(
    fc.asyncProperty(setup, commands, async (connections, list) => {
      mock.timers.reset()
      mock.timers.enable({ apis: ['setTimeout'] })
      const world = new World(connections)
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: world }), list)
        await world.finish()
      } finally {
        world.pool.close()
        mock.restoreAll()
        takeTimers()
        takeClock(undefined)
      }
    }),
    { numRuns: RUNS, includeErrorInReport: true, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: false },
  )
})
