// Pull, push, load and import without a script: pull finds the images that were registered as remote, push sends nothing, load
// reads what save has written.

import { createHash, randomBytes } from 'node:crypto'
import { HttpError } from '../base/http-error.ts'
import type { Program } from '../base/program.ts'
import type { Files } from '../files/files.ts'
import { tarTree } from '../files/tar-write.ts'
import type { Daemon } from './daemon.ts'
import { type Image, type ImageDefaults, repository } from './images.ts'
import { progressBar } from './progress-bar.ts'
import type { ProgressIo } from './scripts.ts'

/** The size in bytes that the progress reports for a layer. */
const LAYER_BYTES = 3_000_000
const STEPS = 3

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The full name without its tag, as host and path: `docker.io` and `library/busybox`. */
function fullName(name: string): { host: string; path: string } {
  const [first = '', ...rest] = repository(name).split('/')
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return { host: first, path: rest.join('/') }
  return { host: 'docker.io', path: rest.length > 0 ? repository(name) : `library/${first}` }
}

/** Pulls a remote image, or reports that the local one is up to date. Throws a {@link HttpError} if neither exists. */
export async function pull({ images, clock, events }: Daemon, { name, record }: ProgressIo): Promise<void> {
  const { host, path } = fullName(name)
  const local = images.has(name)
  const remote = images.remote(name)
  if (!local && !remote) throw unreachable(host, name)
  const digestText = `sha256:${digest(name)}`
  await record({ status: `Pulling from ${path}`, id: name.slice(repository(name).length + 1) })
  if (remote && !local) {
    const id = digest(`layer of ${name}`).slice(0, 12)
    const step = (status: string, current?: number) =>
      record({
        status,
        progressDetail: current === undefined ? {} : { current, total: LAYER_BYTES },
        ...(current === undefined ? {} : { progress: progressBar(current, LAYER_BYTES) }),
        id,
      })
    await step('Pulling fs layer')
    for (let i = 1; i <= STEPS; i++) await step('Downloading', (LAYER_BYTES / STEPS) * i)
    await step('Verifying Checksum')
    await step('Download complete')
    await step('Extracting', LAYER_BYTES)
    await step('Pull complete')
    images.add(name, remote.program, remote.defaults, clock.now())
  }
  await record({ status: `Digest: ${digestText}` })
  const state = local ? 'Image is up to date' : 'Downloaded newer image'
  await record({ status: `Status: ${state} for ${name}` })
  events.publish({ type: 'image', action: 'pull', id: name, attributes: { name: repository(name) } })
}

/** The error of an Engine that cannot reach the registry or has no access to it. */
function unreachable(host: string, name: string): HttpError {
  if (host !== 'docker.io') {
    const scheme = /^(127\.|localhost)/.test(host) ? 'http' : 'https'
    return new HttpError(500, `Get "${scheme}://${host}/v2/": dial tcp ${host}: connect: connection refused`)
  }
  const why = "repository does not exist or may require 'docker login'"
  return new HttpError(
    404,
    `pull access denied for ${repository(name)}, ${why}: denied: requested access to the resource is denied`,
  )
}

/** Reports the push of a local image. Throws a {@link HttpError} if it does not exist. */
export async function push({ images }: Daemon, { name, record }: ProgressIo): Promise<void> {
  const { host, path } = fullName(name)
  await record({ status: `The push refers to repository [${host}/${path}]` })
  if (!images.has(name)) throw new HttpError(404, `tag does not exist: ${name}`)
  const id = digest(`layer of ${name}`).slice(0, 12)
  const total = LAYER_BYTES
  await record({ status: 'Preparing', progressDetail: {}, id })
  const bar = { progressDetail: { current: total, total }, progress: progressBar(total, total) }
  await record({ status: 'Pushing', ...bar, id })
  await record({ status: 'Pushed', progressDetail: {}, id })
  const tag = name.slice(repository(name).length + 1)
  await record({ status: `${tag}: digest: sha256:${digest(name)} size: 527` })
  await record({ progressDetail: {}, aux: { Tag: tag, Digest: `sha256:${digest(name)}`, Size: 527 } })
}

/** The program of an image that was loaded or imported from a tar, which has files only. */
const emptyProgram: Program = () => 0

/** POST /images/load: adds the images of an unpacked tar. Throws a {@link HttpError} if it is not a saved image. */
export async function load({ images, clock }: Daemon, io: ProgressIo, files: Files): Promise<void> {
  const manifest = files.read('/manifest.json')
  if (!manifest) throw new HttpError(500, 'open /manifest.json: no such file or directory')
  for (const { Config, RepoTags } of JSON.parse(Buffer.from(manifest).toString()) as Manifest[]) {
    const id = `sha256:${Config.replace(/\.json$/, '')}`
    const known = images.known(id)
    for (const tag of RepoTags ?? []) {
      if (known) images.tag(known, tag)
      else images.add(tag, emptyProgram, {}, clock.now())
      await io.record({ stream: `Loaded image: ${tag}\n` })
    }
  }
}

interface Manifest {
  readonly Config: string
  readonly RepoTags: readonly string[] | null
  readonly Layers: readonly string[]
}

/** Adds an image to `files`, the tree of GET /images/get. Returns its entry of the manifest. */
export function saveInto(files: Files, image: Image, tags: readonly string[], layer: Files): object {
  const hex = image.id.slice(7)
  const config = { architecture: 'amd64', config: { Cmd: image.defaults.cmd ?? null }, os: 'linux' }
  files.write(`/${hex}.json`, JSON.stringify(config))
  files.write(`/${hex}/VERSION`, '1.0')
  files.write(`/${hex}/json`, JSON.stringify({ id: hex, ...config }))
  files.write(`/${hex}/layer.tar`, Buffer.concat([...tarTree(layer, '/', '.')]))
  return { Config: `${hex}.json`, RepoTags: tags, Layers: [`${hex}/layer.tar`] } satisfies Manifest
}

/** POST /images/create?fromSrc=-: makes an image of an unpacked tar. */
export async function importTree(
  { images, clock, events }: Daemon,
  io: ProgressIo,
  name: string,
  defaults: ImageDefaults,
): Promise<void> {
  const image = images.add(name || randomBytes(12).toString('hex'), emptyProgram, defaults, clock.now())
  events.publish({ type: 'image', action: 'import', id: image.id, attributes: { name: image.id } })
  await io.record({ status: image.id })
}
