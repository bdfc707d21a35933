// waitFor() on a real Engine: each condition, each failure with its message, and twenty health checks with fewer requests than polling.

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { all, any, type Condition, exit, healthy, log, port, WaitError, waitFor } from '../../../src/containers.ts'
import { connect, events, exec } from '../../../src/index.ts'
import { liveEngine } from '../../support/live.ts'
import { repeated } from '../../support/soak.ts'
import { counting, created, sh, started } from './kit.ts'

const { host, skip } = liveEngine()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

/** A duration in the Engine's unit. */
const ms = (count: number): number => count * 1_000_000
const forever = ['sleep', '1000']
/** How many containers are waited for at once; an even number. */
const MANY = repeated({ soak: 20, whole: 20, usually: 6 })

async function failureOf(id: string, condition: Condition, timeout = 10_000): Promise<WaitError> {
  const error: unknown = await waitFor(engine, id, condition, { timeout }).then(
    () => assert.fail('it was met'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof WaitError, String(error))
  return error
}

/** The message without what differs from run to run. */
const textOf = ({ message, container }: WaitError): string => message.replaceAll(container, 'ID')

test(`${MANY} containers that become healthy at random moments: at once, with a fifth of the requests of polling`, {
  skip,
}, async (t) => {
  const facts = new Map<string, number>()
  const stream = events(engine, { filters: { type: 'container', event: 'health_status' } })
  await stream.ready()
  t.after(() => stream.close())
  void (async () => {
    for await (const { Action, Actor, timeNano } of stream)
      if (Action?.endsWith(': healthy')) facts.set(Actor!.ID!, timeNano! / 1e6)
  })()
  const client = counting(t, host)
  const ids = await Promise.all(
    Array.from({ length: MANY }, () => {
      const check = `sleep ${(1 + Math.random() * 2).toFixed(2)}`
      return created(t, engine, forever, {
        Healthcheck: { Test: ['CMD-SHELL', check], Interval: ms(100), Timeout: ms(60_000), Retries: 3 },
      })
    }),
  )
  let polls = 0
  const waits = ids.map(async (id) => {
    const began = performance.now()
    await waitFor(client.engine, id, healthy())
    polls += (performance.now() - began) / 100
    const at = Date.now()
    while (!facts.has(id)) await sleep(1)
    return at - facts.get(id)!
  })
  for (const id of ids) await engine.post('/containers/{id}/start', { path: { id } })
  const delays = (await Promise.all(waits)).sort((a, b) => a - b)
  t.diagnostic(`delay: median ${delays[MANY / 2]!.toFixed(1)} ms, most ${delays.at(-1)!.toFixed(1)} ms`)
  t.diagnostic(`${client.requests.length} requests; polling every 100 ms: ${Math.round(polls)}`)
  assert.ok(client.requests.length * 5 <= polls, `${client.requests.length} requests, ${polls} polls`)
})

test('healthy(): unhealthy, without a health check, and never healthy', { skip }, async (t) => {
  const Healthcheck = { Test: ['CMD-SHELL', 'echo "no luck"; exit 3'], Interval: ms(100), Retries: 1 }
  const unhealthy = await failureOf(
    await started(t, engine, sh('echo one; echo two; sleep 1000'), { Healthcheck }),
    healthy(),
  )
  assert.equal(unhealthy.code, 'ERR_WAIT_FAILED')
  assert.equal(
    textOf(unhealthy),
    'waiting for healthy(): it is unhealthy (container ID)\nstate: running, health: unhealthy\n' +
      'last health check: exit code 3, no luck\nlast lines of its log:\n  one\n  two',
  )
  assert.deepEqual(
    [unhealthy.healthOutput, unhealthy.healthExitCode, unhealthy.lines],
    ['no luck\n', 3, ['one', 'two']],
  )
  const without = await failureOf(await created(t, engine, forever), healthy())
  assert.equal(
    textOf(without),
    'waiting for healthy(): the container has no health check (container ID)\nstate: created\nits log has no lines',
  )
  const slow = { Test: ['CMD-SHELL', 'sleep 1000'], Interval: ms(100), Timeout: ms(60_000) }
  const never = await failureOf(await started(t, engine, forever, { Healthcheck: slow }), healthy(), 500)
  assert.equal(never.code, 'ERR_WAIT_TIMEOUT')
  assert.equal(
    textOf(never),
    'waiting for healthy(): not met within 500 ms (container ID)\nstate: running, health: starting\nits log has no lines',
  )
})

test('an exit fails the others, with its code; exit() is met by it', { skip }, async (t) => {
  const Healthcheck = { Test: ['CMD', 'true'], Interval: ms(60_000) }
  const id = await created(t, engine, sh('sleep 0.3; echo gone >&2; exit 7'), { Healthcheck })
  const failures = [healthy(), port(1), log('never'), exit(0)].map((condition) => failureOf(id, condition))
  const met = waitFor(engine, id, all(exit(7), exit()))
  await sleep(100)
  await engine.post('/containers/{id}/start', { path: { id } })
  await met
  const rest = ' (container ID)\nstate: exited, exit code 7'
  const messages = (await Promise.all(failures)).map(textOf)
  assert.ok(
    messages.every((message) => message.includes(rest) && message.endsWith('last lines of its log:\n  gone')),
    messages.join('\n\n'),
  )
  assert.deepEqual(
    messages.map((message) => message.split(' (container')[0]),
    [
      'waiting for healthy(): it exited with code 7',
      'waiting for port(1): it exited with code 7',
      'waiting for log("never"): it exited with code 7, and no line had it',
      'waiting for exit(0): it exited with code 7',
    ],
  )
  await waitFor(engine, id, exit(7))
  await waitFor(engine, id, log('gone'))
})

test('log(): text, expression and number, before and after the call; a TTY; a run counts for itself', {
  skip,
}, async (t) => {
  const script =
    'echo "run ready"; until [ -e /go ]; do usleep 20000; done; rm /go; echo "x ready"; echo ready 3; sleep 1000'
  const id = await started(t, engine, sh(script))
  await waitFor(engine, id, log('ready'))
  await waitFor(engine, id, log(/^run r/g))
  const third = waitFor(engine, id, all(log(/ready$/, 2), log('ready', 3)))
  const few = await failureOf(id, log('ready', 3), 2_000)
  assert.match(few.message, /^waiting for log\("ready", 3\): not met within 2000 ms: 1 of 3 lines had it/)
  await exec(engine, id, ['touch', '/go'])
  await third
  await engine.post('/containers/{id}/restart', { path: { id }, query: { t: 0 } })
  const again = await failureOf(id, log('ready', 2), 2_000)
  assert.match(again.message, /1 of 2 lines had it/)
  const tty = await started(t, engine, sh('echo a tty; sleep 1000'), { Tty: true })
  await waitFor(engine, tty, log(/^a tty$/))
})

test('a run that the Engine restarts is waited for', { skip }, async (t) => {
  const script = '[ -e /second ] && { echo up; sleep 1000; }; touch /second; echo first; exit 1'
  const id = await started(t, engine, sh(script), { HostConfig: { RestartPolicy: { Name: 'always' } } })
  await waitFor(engine, id, log('up'))
})

test('port(): listens later, from inside; without a shell and unpublished it fails at once', { skip }, async (t) => {
  const listen = 'sleep 0.7; while :; do nc -l -p 5432; done'
  const id = await started(t, engine, sh(listen), { HostConfig: { NetworkMode: 'none' } })
  const early = await failureOf(id, port(5433), 300)
  assert.match(early.message, /^waiting for port\(5433\): not met within 300 ms/)
  await waitFor(engine, id, port(5432))
  const bare = await started(t, engine, ['/bin/busybox', 'sleep', '1000'], { HostConfig: { NetworkMode: 'none' } })
  await exec(engine, bare, ['/bin/busybox', 'rm', '/bin/sh'])
  const failed = await failureOf(bare, port(80))
  assert.match(
    failed.message,
    /^waiting for port\(80\): port 80 is not published, and its image has no shell to look inside/,
  )
})

test('any(): the first that is met; a removal; an unknown container', { skip }, async (t) => {
  const id = await started(t, engine, sh('echo hi; sleep 1000'))
  await waitFor(engine, id, any(healthy(), log('hi')))
  const both = await failureOf(id, any(healthy(), port(1)), 300)
  assert.match(
    both.message,
    /^waiting for any\(healthy\(\), port\(1\)\): not met within 300 ms: port\(1\)|not met within 300 ms \(/,
  )
  const gone = failureOf(id, any(log('never'), port(1)))
  await sleep(300)
  await engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
  const { message, state } = await gone
  assert.match(state, /^remov(ed|ing)$/)
  assert.match(message, /^waiting for any\(log\("never"\), port\(1\)\): .*exited with code 137|was removed/)
  await assert.rejects(waitFor(engine, id, exit()), { code: 'ERR_ENGINE', status: 404 })
})
