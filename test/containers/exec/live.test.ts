// Execs that are ended on a real Engine: commands that fork, ignore signals, leave their parents and sessions, and fill their output, as
// root and as another user, with and without a TTY, with a shell in the image and without. Afterwards nothing of them is in
// /containers/{id}/top, and everything else still is. FAIRLEAD_EXECS sets how many there are.

import assert from 'node:assert/strict'
import test, { after, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { exec, type KillableSession, startExec } from '../../../src/containers.ts'
import { connect, type Engine, execDetached, FairleadError, importImage } from '../../../src/index.ts'
import { bareArchive, findBusybox } from '../../live/busybox-image.ts'
import { eventually } from '../../support/eventually.ts'
import { liveBody, liveEngine } from '../../support/live.ts'
import { variant } from '../../support/soak.ts'

const { host, skip } = liveEngine()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

const COUNT = Number(process.env.FAIRLEAD_EXECS ?? 20)
/** How many are ended at a time. */
const AT_ONCE = 4

/** Commands that are hard to end, by what they do. `$B` is a prefix for programs of busybox. */
const commands: Record<string, string> = {
  forks: '$B sleep 600 & $B sleep 600 & wait',
  'ignores signals': 'trap "" TERM INT HUP QUIT; while :; do $B sleep 0.1; done',
  'forks twice': '($B sleep 600 &); ($B setsid $B sleep 600 &); exec $B sleep 600',
  'fills its output': 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done',
  'clears the environment': '($B env -i $B sleep 600 &); $B env -i $B sh -c "$B sleep 600; :"; :',
  'leaves with its streams':
    '($B setsid $B sh -c "while :; do $B sleep 0.1; done" </dev/null >/dev/null 2>&1 &); $B sleep 600',
}

/** A container whose first process takes in orphans, and the processes in it that are not to be ended. */
interface Place {
  id: string
  shell: readonly string[]
  script(text: string): string
  helper: string | undefined
  bystanders: string[]
}

async function place(t: TestContext, image: string, prefix: string, helper: string | undefined): Promise<Place> {
  const script = (text: string) => text.replaceAll('$B ', prefix)
  const shell = [...prefix.trim().split(' ').filter(Boolean), 'sh', '-c']
  const { Id: id } = await engine.post('/containers/create', {
    body: liveBody({ Image: image, Cmd: [...shell, script('while :; do $B sleep 1; done')] }),
  })
  t.after(() => engine.delete('/containers/{id}', { path: { id }, query: { force: true } }))
  await engine.post('/containers/{id}/start', { path: { id } })
  for (const [n, user] of ['0', '1000', '1000'].entries()) {
    await execDetached(engine, id, [...shell, script(`$B sleep 900${n} & $B sleep 910${n}`)], { user })
  }
  const bystanders = ['sleep 9000', 'sleep 9001', 'sleep 9002', 'sleep 9100', 'sleep 9101', 'sleep 9102']
  const made = { id, shell, script, helper, bystanders }
  await eventually(async () => (await others(engine, made)).missing.length === 0)
  return made
}

/** What `top` has besides the container's own processes, and what it lacks of the bystanders. */
async function others(engine: Engine, { id, bystanders }: Place): Promise<{ extra: string[]; missing: string[] }> {
  const { Processes } = await engine.get('/containers/{id}/top', {
    path: { id },
    query: { ps_args: '-eo pid,stat,args' },
  })
  const all = Processes!.map((row) => row[2]!.replace(/^\/busybox /, ''))
  const isOwn = (args: string) =>
    args === 'sleep 1' ||
    args.includes('do sleep 1;') ||
    args.includes('do /busybox sleep 1;') ||
    /sleep 9[01]0\d/.test(args)
  return {
    extra: all.filter((args) => !isOwn(args) && !/^\[?(sleep|busybox|sh|env|setsid)\]? <defunct>$/.test(args)),
    missing: bystanders.filter((each) => !all.includes(each)),
  }
}

async function linesOf({ tunnel }: KillableSession): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of tunnel.lines()) lines.push(text)
  return lines
}

async function endOne(where: Place, n: number): Promise<void> {
  const names = Object.keys(commands)
  const script = where.script(commands[names[n % names.length]!]!)
  const options = {
    user: n % 3 === 0 ? '1000' : undefined,
    tty: n % 2 === 0,
    helper: where.helper,
    maxBytes: Number.POSITIVE_INFINITY,
    grace: n % 5 === 0 ? 50 : 0,
  }
  const moment = Math.ceil(Math.random() * 300)
  const byTimeout = n % 4 < 2
  const controller = new AbortController()
  if (!byTimeout) setTimeout(() => controller.abort(new Error('enough')), moment)
  const how = byTimeout ? { ...options, timeout: moment } : { ...options, signal: controller.signal }
  const error: unknown = await exec(engine, where.id, [...where.shell, script], how).then(
    (result) => assert.fail(`${script}: it exited with ${result.exitCode}: ${result.stdout}`),
    (error: unknown) => error,
  )
  const expected = byTimeout ? 'ERR_EXEC_TIMEOUT' : 'ERR_ABORTED'
  assert.equal((error as FairleadError).code, expected, `${names[n % names.length]}: ${(error as Error).stack}`)
}

async function endMany(t: TestContext, where: Place, count: number): Promise<void> {
  const began = performance.now()
  let next = 0
  const worker = async () => {
    while (next < count) await endOne(where, next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  t.diagnostic(`${count} execs in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  let last = await others(engine, where)
  const until = performance.now() + 2_000
  while (last.extra.length > 0 && performance.now() < until) {
    await sleep(50)
    last = await others(engine, where)
  }
  assert.deepEqual(last, { extra: [], missing: [] })
}

test('commands that are hard to end, with a shell in the image', { skip }, async (t) => {
  await endMany(t, await place(t, 'busybox:latest', '', undefined), Math.ceil(COUNT * 0.8))
})

test('the same without a shell in the image, by a helper', { skip: skip || variant }, async (t) => {
  const busybox = findBusybox()
  if ('reason' in busybox) return t.skip(busybox.reason)
  await importImage(engine, bareArchive(busybox.path), { repo: 'fairlead-bare', tag: 'latest' }).done()
  const where = await place(t, 'fairlead-bare:latest', '/busybox ', 'busybox:latest')
  await endMany(t, where, Math.floor(COUNT * 0.2))
  const error: unknown = await exec(engine, where.id, ['/busybox', 'sleep', '5'], { timeout: 50 }).catch(
    (error: unknown) => error,
  )
  assert.ok(error instanceof FairleadError)
  assert.equal(error.code, 'ERR_EXEC_KILL')
  assert.match(error.message, /was not ended: its image has no 'sh': give an image that has one as 'helper'/)
})

test('session.kill(): a signal that is caught, SIGKILL, and an abort', { skip }, async (t) => {
  const where = await place(t, 'busybox:latest', '', undefined)
  const caught = await startExec(engine, where.id, [
    'sh',
    '-c',
    'trap "echo caught; exit 5" TERM; echo up; while :; do sleep 0.05; done',
  ])
  const text = linesOf(caught)
  await sleep(300)
  assert.ok((await caught.kill('SIGTERM')) >= 1)
  assert.equal(await caught.exitCode(), 5)
  // The shell itself says 'Terminated' of its sleep.
  assert.deepEqual(
    (await text).filter((line) => line !== 'Terminated'),
    ['up', 'caught'],
  )
  assert.equal(await caught.kill(), 0)
  const killed = await startExec(engine, where.id, ['sleep', '600'], { stdin: false })
  killed.tunnel.onFrame(() => {})
  await eventually(async () => (await killed.kill()) === 1)
  assert.equal(await killed.exitCode(), 137)
  const controller = new AbortController()
  const aborted = await startExec(engine, where.id, ['sleep', '600'], { signal: controller.signal })
  const read = linesOf(aborted)
  controller.abort()
  await assert.rejects(read, { code: 'ERR_ABORTED' })
  const early = new AbortController()
  const starting = startExec(engine, where.id, ['sleep', '600'], { signal: early.signal })
  setTimeout(() => early.abort(), 5)
  await starting.catch(() => undefined)
  await eventually(async () => (await others(engine, where)).extra.length === 0)
  assert.deepEqual((await others(engine, where)).missing, [])
})
