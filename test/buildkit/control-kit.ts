// What the tests of builds by Control share: a build and the daemon's side of it.

import type { TestContext } from 'node:test'
import { StatusRequest } from '../../src/buildkit/control/control-messages.ts'
import { StatusResponse } from '../../src/buildkit/proto/messages.ts'
import { type BuildProgress, type BuildSource, buildImage, type ImageBuildOptions } from '../../src/buildkit.ts'
import { connect, type Engine } from '../../src/index.ts'
import { type ControlCall, type ControlDaemon, type ControlDaemonOptions, controlDaemon } from './control-daemon.ts'

export const IMAGE = `sha256:${'5'.repeat(64)}`
export const FILES = { files: { Dockerfile: 'FROM scratch\nCOPY a /\n', a: 'content' } }

export interface Begun {
  readonly daemon: ControlDaemon
  readonly engine: Engine
  readonly build: BuildProgress
  readonly session: ControlCall
  readonly solve: ControlCall
  readonly progress: ControlCall
}

/** A build that has called all of Control's three methods. Nobody reads it yet. */
export async function begun(
  t: TestContext,
  options: ImageBuildOptions = {},
  daemonOptions: ControlDaemonOptions = {},
  source: BuildSource = FILES,
): Promise<Begun> {
  const daemon = await controlDaemon(t, daemonOptions)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const build = buildImage(engine, source, options)
  await build.ready()
  const [session, solve, progress] = await Promise.all([
    daemon.call('Session'),
    daemon.call('Solve'),
    daemon.call('Status'),
  ])
  return { daemon, engine, build, session, solve, progress }
}

const STEP = { digest: 'd', name: '[1/1] RUN x', started: { seconds: 1 } }

/** Reads what Status is asked for, and tells of one step: that it runs, its output, how it has ended. */
export async function tell(progress: ControlCall, error = ''): Promise<void> {
  await progress.next(StatusRequest)
  tellMore(progress, error)
}

/** As {@link tell}, when the request was read. */
export function tellMore(progress: ControlCall, error = ''): void {
  progress.send(StatusResponse, { vertexes: [{ ...STEP }] })
  progress.send(StatusResponse, { logs: [{ vertex: 'd', stream: 1, data: Buffer.from('one\ntwo\n') }] })
  progress.send(StatusResponse, { vertexes: [{ ...STEP, completed: { seconds: 2 }, error }] })
}
