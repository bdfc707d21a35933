// POST /containers/{id}/attach: the container's streams over the hijacked connection, its log first where asked for
// (moby daemon/attach.go). What is refused is written by hand, in plain text and without a length.

import type { Container } from './container.ts'
import { copyStreams } from './copy-streams.ts'
import { parseDetachKeys } from './detach-keys.ts'
import { FrameBatch } from './frame-batch.ts'
import { type Hijack, hijack } from './hijack.ts'
import { Refusal } from './refusal.ts'
import { type Call, type Route, versionBelow } from './router.ts'
import { LogWriter } from './routes-logs.ts'

async function attach(call: Call): Promise<void> {
  const { answer, query, version } = call
  let ready: { container: Container; keys: Uint8Array }
  try {
    ready = find(call)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, message } = error
    await answer.byHand(status, 'Content-Type: application/vnd.docker.raw-stream', `${message}\r\n`)
    return
  }
  const { container, keys } = ready
  const framed = !container.config.Tty
  const line = await hijack(answer, { framed, typed: !versionBelow(version, '1.42'), keepFields: false })
  const stdout = query.flag('stdout')
  const stderr = query.flag('stderr')
  const logs = query.flag('logs')
  container.publish('attach')
  const before = () => (logs ? replay(container, line, stdout, stderr) : Promise.resolve())
  if (query.flag('stream')) await stream(container, line, { stdin: query.flag('stdin'), stdout, stderr, keys, before })
  else await before()
  await line.end()
}

/** Throws a {@link Refusal} in the Engine's words. */
function find({ daemon, params, query }: Call): { container: Container; keys: Uint8Array } {
  const asked = query.text('detachKeys')
  const keys = parseDetachKeys(asked)
  if (!keys) throw new Refusal(400, `Invalid detach keys (${asked}) provided`)
  const name = params[0]!
  const container = daemon.containers.find(name)
  if (container.paused) {
    throw new Refusal(409, `container ${name} is paused, unpause the container before attach`)
  }
  return { container, keys }
}

interface Wanted {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly keys: Uint8Array
  readonly before: () => Promise<void>
}

async function stream(container: Container, line: Hijack, wanted: Wanted): Promise<void> {
  const { Tty, OpenStdin, StdinOnce } = container.config
  const end = container.wait('next-exit')
  const detached = await copyStreams(line, container.stdio, {
    ...wanted,
    stdin: wanted.stdin,
    framed: !Tty,
    tty: Tty,
    closeStdin: StdinOnce,
    processEnd: end.code,
  })
  if (detached) container.publish('detach')
  // With StdinOnce the Engine stays until the container has ended.
  else if (OpenStdin && StdinOnce && !Tty && container.running) await Promise.race([end.code, line.gone])
  end.cancel()
}

/** What the log holds now. What is written meanwhile waits in the attachment. */
async function replay(container: Container, line: Hijack, stdout: boolean, stderr: boolean): Promise<void> {
  const { log, config } = container
  const batch = new FrameBatch()
  const framed = !config.Tty
  const selection = { stdout, stderr, since: undefined, until: undefined, timestamps: false, framed }
  const writer = new LogWriter(log.from(undefined), { ...selection, details: Buffer.alloc(0) }, batch)
  const limit = log.bytes
  for (let more = true; more && !line.closed; ) {
    more = writer.fill(limit)
    const bytes = batch.take()
    if (bytes) await line.write(bytes)
  }
}

export const attachRoutes: readonly Route[] = [{ method: 'POST', pattern: '/containers/{name}/attach', handle: attach }]
