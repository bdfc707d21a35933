// Containers and execs on a real engine, for the tests of tunnels: made here, removed after the test.

import { createHash, randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { Engine } from '../../../src/engine/engine.ts'
import type { Tunnel } from '../../../src/engine/response/tunnel.ts'
import type { TunnelOptions } from '../../../src/engine/untyped.ts'
import { type ConnectOptions, connect } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { liveBody } from '../../support/live.ts'
import { ATTACH, EXEC } from './tunnel-kit.ts'

/** A container's configuration, as ContainerCreate takes it. */
export type Config = Readonly<Record<string, unknown>>

const made = new WeakMap<Engine, string[]>()

/** An engine for one test; after it the containers made on it go, then it is closed, then what is behind it. */
export function open(t: TestContext, options: ConnectOptions, closeWay = async (): Promise<void> => {}): Engine {
  const engine = connect(options)
  const ids: string[] = []
  made.set(engine, ids)
  t.after(async () => {
    for (const id of ids) {
      // Podman 4.3 responds with 500 while a container is just stopping by itself.
      await eventually(() => engine.delete('/containers/{id}', { path: { id }, query: { force: true } }))
    }
    await engine.close()
    await closeWay()
  })
  return engine
}

/** Creates a container. */
export async function create(engine: Engine, Cmd: string[], config: Config = {}): Promise<string> {
  const body = liveBody({ Image: 'busybox:latest', Cmd, StopTimeout: 0, ...config })
  const { Id } = await engine.untyped.post<{ Id: string }>('/containers/create', { body })
  made.get(engine)?.push(Id)
  return Id
}

export function start(engine: Engine, id: string): Promise<void> {
  return engine.post('/containers/{id}/start', { path: { id } })
}

/** A running container that does nothing, for execs. */
export async function idle(engine: Engine): Promise<string> {
  const id = await create(engine, ['sleep', '600'])
  await start(engine, id)
  return id
}

/** Starts an exec and gives its tunnel. */
export async function exec(
  engine: Engine,
  container: string,
  Cmd: string[],
  config: Config = {},
  options: Partial<TunnelOptions> = {},
): Promise<{ tunnel: Tunnel; exitCode(): Promise<number> }> {
  const body = { Cmd, AttachStdin: true, AttachStdout: true, AttachStderr: true, ...config }
  const { Id } = await engine.untyped.post<{ Id: string }>('/containers/{id}/exec', { path: { id: container }, body })
  const Tty = config.Tty === true
  const tunnel = await engine.untyped.tunnel(EXEC, { path: { id: Id }, body: { Detach: false, Tty }, ...options })
  return {
    tunnel,
    exitCode: async () =>
      (await engine.untyped.get<{ ExitCode: number }>('/exec/{id}/json', { path: { id: Id } })).ExitCode,
  }
}

export function attachTo(engine: Engine, id: string, query: Record<string, boolean> = {}): Promise<Tunnel> {
  return engine.untyped.tunnel(ATTACH, { path: { id }, query: { stream: true, stdout: true, stderr: true, ...query } })
}

/** Writes so many random MiB and ends; gives their SHA-256 in hex. */
export async function pour(tunnel: Tunnel, mebibytes: number): Promise<string> {
  const hash = createHash('sha256')
  for (let i = 0; i < mebibytes; i++) {
    const piece = randomBytes(1_048_576)
    hash.update(piece)
    await tunnel.write(piece)
  }
  tunnel.end()
  return hash.digest('hex')
}

/** The SHA-256, in hex, of all that comes to stdout. */
export async function digest(tunnel: Tunnel): Promise<string> {
  const hash = createHash('sha256')
  await tunnel.onFrame((_kind, bytes, from, to) => void hash.update(bytes.subarray(from, to)))
  return hash.digest('hex')
}

/** Both outputs to their ends, as latin1. An Engine copies them side by side, so it promises no order between them. */
export async function outputsOf(tunnel: Tunnel): Promise<Record<'stdout' | 'stderr', string>> {
  const outputs: Record<string, string> = { stdout: '', stderr: '' }
  for await (const { stream, data } of tunnel.frames()) outputs[stream] += Buffer.from(data).toString('latin1')
  return outputs as Record<'stdout' | 'stderr', string>
}
