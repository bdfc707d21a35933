// The rest of what a user imports: the recipes, the errors, and every entry point as a whole. See operations.ts.

import { finished } from 'node:stream/promises'
import * as fairlead from 'fairlead'
import {
  attach,
  build,
  connect,
  copyFrom,
  copyTo,
  credentials,
  type Engine,
  EngineError,
  errorCodes,
  events,
  exec,
  exportContainer,
  FairleadError,
  importImage,
  load,
  logs,
  type OptionsOf,
  type paths,
  pull,
  push,
  resize,
  run,
  save,
  startExec,
  stats,
  statsOnce,
  type ValueOf,
  type ValuePath,
  wait,
} from 'fairlead'
import * as buildkit from 'fairlead/buildkit'
import * as containers from 'fairlead/containers'
import * as fetching from 'fairlead/fetch'
import * as files from 'fairlead/files'
import * as logging from 'fairlead/logs'
import * as node from 'fairlead/node'
import * as stream from 'fairlead/stream'
import * as testing from 'fairlead/testing'
import * as versions from 'fairlead/versions'
import * as web from 'fairlead/web'
import * as wire from 'fairlead/wire'

export const everything = {
  buildkit,
  containers,
  fairlead,
  fetching,
  files,
  logging,
  node,
  stream,
  testing,
  versions,
  web,
  wire,
}

export async function recipes(engine: Engine, signal: AbortSignal): Promise<void> {
  for await (const line of logs(engine, 'web', { follow: true, tail: 10, since: '10m', signal })) console.log(line.text)
  const { exitCode, stdout } = await exec(engine, 'web', ['sort'], { stdin: 'b\na\n', env: { A: 'b' } })
  const ran = await run(engine, { Image: 'busybox', Cmd: ['date'] }, { encoding: 'buffer' })
  console.log(exitCode, stdout.length, ran.stdout.byteLength)
  const session = await startExec(engine, 'web', ['sh'], { tty: { rows: 24, columns: 80 } })
  await session.resize(30, 90)
  const tunnel = await attach(engine, 'web', { stdin: true })
  await finished(node.readable(tunnel))
  for await (const event of events(engine, { filters: { type: 'container' } })) console.log(event.Actor.ID)
  const auth = credentials()
  for await (const { status } of pull(engine, 'busybox', { auth, platform: 'linux/arm64' })) console.log(status)
  console.log((await push(engine, 'reg.io/a:b', { auth }).done()).digest)
  console.log((await build(engine, new Uint8Array(1024), { tags: ['a'], buildArgs: { A: null } }).done()).imageId)
  console.log((await load(engine, await save(engine, ['a', 'b'])).done()).images)
  console.log((await importImage(engine, await exportContainer(engine, 'web')).done()).imageId)
  const { tar, stat } = await copyFrom(engine, 'web', '/etc')
  await copyTo(engine, 'web', '/tmp', tar)
  await resize(engine, { container: 'web' }, { rows: 24, columns: 80 })
  for await (const sample of stats(engine, 'web')) console.log(sample.cpu_stats.cpu_usage.total_usage)
  console.log((await statsOnce(engine, 'web', { oneShot: true })).read, stat.mtime)
  const { exit } = await wait(engine, 'web', { condition: 'removed' })
  console.log((await exit).exitCode)
}

/** A build with BuildKit. */
export async function built(engine: Engine, signal: AbortSignal): Promise<string | undefined> {
  const build = buildkit.buildImage(engine, '.', {
    tags: ['a', 'b:1'],
    secrets: { token: { env: 'TOKEN' }, key: async () => 'key' },
    ssh: { default: '/run/agent' },
    auth: credentials(),
    signal,
  })
  for await (const event of build) if (event.type === 'log') console.log(event.step.number, event.text)
  const { imageId } = await build.done()
  await buildkit.buildImage(engine, { files: { Dockerfile: 'FROM scratch' } }, { output: { folder: 'out' } }).done()
  return imageId
}

/** Files packed, sent, and unpacked. */
export async function copied(engine: Engine, signal: AbortSignal): Promise<number> {
  const context: files.BuildContext = files.buildContext('.', { ignore: ['*.md'], dockerfile: 'Dockerfile' })
  console.log((await build(engine, context, { signal }).done()).imageId, await context.dockerfileName())
  await files.copyIn(engine, 'web', './site/.', '/srv', { archive: true, followLink: true, signal })
  await files.copyOut(engine, 'web', '/srv', './backup', { onSkip: (path, type) => console.log(path, type), signal })
  await copyTo(engine, 'web', '/srv', files.writeTar([{ name: 'a/b', content: 'text', mtime: new Date() }]))
  let size = 0
  for await (const entry of files.readTar((await copyFrom(engine, 'web', '/srv')).tar)) {
    for await (const piece of entry.content()) size += piece.length
  }
  return size
}

/** A log that is followed for good. */
export async function followed(engine: Engine, cursor: string | undefined): Promise<string> {
  const from: logging.FollowOptions['from'] = cursor === undefined ? 'start' : { cursor }
  const log: logging.FollowedLog = logging.follow(engine, 'web', { from, only: { includes: 'GET' } })
  for await (const item of log) {
    if (item.kind === 'record') console.log(item.stream, item.time, item.text, item.source.name)
    else if (item.kind === 'gap') console.log(item.cause, item.after, item.before)
  }
  return log.cursor
}

/** Events that are followed for good. */
export async function happened(engine: Engine): Promise<string> {
  const options: logging.FollowEventsOptions = {
    filters: { type: 'container', event: ['start', 'die'] },
    maxBytes: 65_536,
  }
  const followed: logging.FollowedEvents = await logging.followEvents(engine, options).ready()
  for await (const item of followed) {
    if (item.kind === 'event') console.log(item.timeNano.length, item.event.Action, item.event.Actor.ID)
    else if (item.kind === 'gap') console.log(item.cause, item.after, item.before)
  }
  return followed.cursor
}

/** A wrapper over any path that has a value: what a user builds on the types. */
export async function timed<P extends ValuePath<'GET'>>(
  engine: Engine,
  path: P,
  options: OptionsOf<'GET', P>,
): Promise<ValueOf<'GET', P>> {
  const began = performance.now()
  const get = engine.untyped.get<ValueOf<'GET', P>>
  const answer = await get.call(engine.untyped, path, options as fairlead.RequestOptions)
  console.log(path, performance.now() - began)
  return answer
}

export async function whole(): Promise<void> {
  const embedded = await testing.EmbeddedEngine.start()
  const engine = connect({ host: embedded.host, requires: versions.requiresOf })
  const { Version } = await timed(engine, '/version', {})
  try {
    await engine.get('/containers/{id}/json', { path: { id: Version } })
  } catch (error) {
    if (error instanceof EngineError) console.log(error.status, error.reason)
    else if (error instanceof FairleadError) console.log(error.blame, errorCodes[error.code])
  }
  const browserLike = fetching.createFetch(engine)
  console.log((await browserLike('/version')).status)
  await engine.close()
  await embedded.close()
}

export type Listed = paths['/containers/json']['get']['responses'][200]['content']['application/json']
