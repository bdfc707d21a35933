// POST /containers/{id}/attach: the container's streams over the hijacked connection, after its log if requested (moby
// daemon/attach.go). Error responses are plain text without a length.

import { parseDetachKeys } from '../base/detach-keys.ts'
import { HttpError } from '../base/http-error.ts'
import type { Container } from '../daemon/container.ts'
import { FrameBatch } from '../http/frame-batch.ts'
import { type Hijack, hijack } from '../http/hijack.ts'
import { copyStreams } from './copy-streams.ts'
import { LogWriter } from './logs.ts'
import { type Route, type RouteContext, versionBelow } from './router.ts'

async function attach(context: RouteContext): Promise<void> {
  const { response, query, version } = context
  let ready: { container: Container; keys: Uint8Array }
  try {
    ready = find(context)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    const { status, message } = error
    await response.raw(status, 'Content-Type: application/vnd.docker.raw-stream', `${message}\r\n`)
    return
  }
  const { container, keys } = ready
  const framed = !container.config.Tty
  const stream = await hijack(response, { framed, typed: !versionBelow(version, '1.42'), keepFields: false })
  const stdout = query.flag('stdout')
  const stderr = query.flag('stderr')
  const logs = query.flag('logs')
  container.publish('attach')
  const before = () => (logs ? replay(container, stream, stdout, stderr) : Promise.resolve())
  if (query.flag('stream'))
    await follow(container, stream, { stdin: query.flag('stdin'), stdout, stderr, keys, before })
  else await before()
  await stream.end()
}

/** The container and the detach keys of a request. Throws a {@link HttpError} with the Engine's message. */
function find({ daemon, params, query }: RouteContext): { container: Container; keys: Uint8Array } {
  const asked = query.text('detachKeys')
  const keys = parseDetachKeys(asked)
  if (!keys) throw new HttpError(400, `Invalid detach keys (${asked}) provided`)
  const name = params[0]!
  const container = daemon.containers.find(name)
  if (container.paused) {
    throw new HttpError(409, `container ${name} is paused, unpause the container before attach`)
  }
  return { container, keys }
}

interface AttachOptions {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly keys: Uint8Array
  readonly before: () => Promise<void>
}

/** Copies the streams until the client or the container ends. */
async function follow(container: Container, stream: Hijack, options: AttachOptions): Promise<void> {
  const { Tty, OpenStdin, StdinOnce } = container.config
  const end = container.wait('next-exit')
  const detached = await copyStreams(stream, container.stdio, {
    ...options,
    framed: !Tty,
    tty: Tty,
    closeStdin: StdinOnce,
    processEnd: end.code,
  })
  if (detached) container.publish('detach')
  // With StdinOnce the Engine keeps the connection open until the container has ended.
  else if (OpenStdin && StdinOnce && !Tty && container.running) await Promise.race([end.code, stream.disconnected])
  end.cancel()
}

/** Sends what the log has now. Output written meanwhile is queued in the attachment. */
async function replay(container: Container, stream: Hijack, stdout: boolean, stderr: boolean): Promise<void> {
  const { log, config } = container
  const batch = new FrameBatch()
  const framed = !config.Tty
  const selection = { stdout, stderr, since: undefined, until: undefined, timestamps: false, framed }
  const writer = new LogWriter(log.from(undefined), { ...selection, details: Buffer.alloc(0) }, batch)
  const limit = log.bytes
  for (let more = true; more && !stream.closed; ) {
    more = writer.fill(limit)
    const bytes = batch.take()
    if (bytes) await stream.write(bytes)
  }
}

/** The route of attach. */
export const attachRoutes: readonly Route[] = [{ method: 'POST', pattern: '/containers/{name}/attach', handle: attach }]
