// Pull, push, load and import as the engine does them without a script: pull knows the images registered as remote,
// push sends nothing anywhere, load reads what save has written.

import { createHash, randomBytes } from 'node:crypto'
import type { Daemon } from './daemon.ts'
import type { Files } from './files.ts'
import { type Image, type ImageDefaults, repository } from './images.ts'
import type { Program } from './program.ts'
import { progressBar } from './progress-bar.ts'
import { Refusal } from './refusal.ts'
import type { ProgressIo } from './scripts.ts'
import { tarTree } from './tar-write.ts'

/** The size that a layer is said to have, in bytes. */
const LAYER_BYTES = 3_000_000
const STEPS = 3

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** `docker.io/library/busybox`: the name in full, without its tag. */
function fullName(name: string): { host: string; path: string } {
  const [first = '', ...rest] = repository(name).split('/')
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return { host: first, path: rest.join('/') }
  return { host: 'docker.io', path: rest.length > 0 ? repository(name) : `library/${first}` }
}

/** Pulls a remote image, or finds that the local one is up to date. */
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

/** As an engine without the network, or without the right, words it. */
function unreachable(host: string, name: string): Refusal {
  if (host !== 'docker.io') {
    const scheme = /^(127\.|localhost)/.test(host) ? 'http' : 'https'
    return new Refusal(500, `Get "${scheme}://${host}/v2/": dial tcp ${host}: connect: connection refused`)
  }
  const why = "repository does not exist or may require 'docker login'"
  return new Refusal(
    404,
    `pull access denied for ${repository(name)}, ${why}: denied: requested access to the resource is denied`,
  )
}

export async function push({ images }: Daemon, { name, record }: ProgressIo): Promise<void> {
  const { host, path } = fullName(name)
  await record({ status: `The push refers to repository [${host}/${path}]` })
  if (!images.has(name)) throw new Refusal(404, `tag does not exist: ${name}`)
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

/** What runs in an image that came as a tar: nothing is known of it but files. */
const nothing: Program = () => 0

/** POST /images/load, its tar unpacked. */
export async function load({ images, clock }: Daemon, io: ProgressIo, files: Files): Promise<void> {
  const manifest = files.read('/manifest.json')
  if (!manifest) throw new Refusal(500, 'open /manifest.json: no such file or directory')
  for (const { Config, RepoTags } of JSON.parse(Buffer.from(manifest).toString()) as Manifest[]) {
    const id = `sha256:${Config.replace(/\.json$/, '')}`
    const known = images.known(id)
    for (const tag of RepoTags ?? []) {
      if (known) images.tag(known, tag)
      else images.add(tag, nothing, {}, clock.now())
      await io.record({ stream: `Loaded image: ${tag}\n` })
    }
  }
}

interface Manifest {
  readonly Config: string
  readonly RepoTags: readonly string[] | null
  readonly Layers: readonly string[]
}

/** Puts an image's files for GET /images/get into `files`. */
export function saveInto(files: Files, image: Image, tags: readonly string[], layer: Files): object {
  const hex = image.id.slice(7)
  const config = { architecture: 'amd64', config: { Cmd: image.defaults.cmd ?? null }, os: 'linux' }
  files.write(`/${hex}.json`, JSON.stringify(config))
  files.write(`/${hex}/VERSION`, '1.0')
  files.write(`/${hex}/json`, JSON.stringify({ id: hex, ...config }))
  files.write(`/${hex}/layer.tar`, Buffer.concat([...tarTree(layer, '/', '.')]))
  return { Config: `${hex}.json`, RepoTags: tags, Layers: [`${hex}/layer.tar`] } satisfies Manifest
}

/** POST /images/create?fromSrc=-, its tar unpacked: an image with these files. */
export async function importTree(
  { images, clock, events }: Daemon,
  io: ProgressIo,
  name: string,
  defaults: ImageDefaults,
): Promise<void> {
  const image = images.add(name || randomBytes(12).toString('hex'), nothing, defaults, clock.now())
  events.publish({ type: 'image', action: 'import', id: image.id, attributes: { name: image.id } })
  await io.record({ status: image.id })
}
