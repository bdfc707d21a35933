// The images of the embedded engine: a name, a program and a container's defaults. References are read as the Engine
// reads them (distribution/reference, the familiar form): `docker.io/library/` is implied, and so is `:latest`.

import { createHash } from 'node:crypto'
import { type Instant, shortStamp } from './clock.ts'
import type { Program } from './program.ts'
import { Refusal } from './refusal.ts'

/** What a container gets from its image when it does not say otherwise. */
export interface ImageDefaults {
  cmd?: readonly string[]
  env?: Readonly<Record<string, string>>
  labels?: Readonly<Record<string, string>>
  /**
   * What is found in $PATH, by name: run in the program's place where a container's or an exec's command names it. With
   * it, an exec of another command fails as one of a missing binary does; without it, the program gets every command.
   */
  commands?: Readonly<Record<string, Program>>
  /** Files by absolute path, text (UTF-8) or bytes; a path that ends with `/` is a directory. */
  files?: Readonly<Record<string, string | Uint8Array>>
}

/** What runs a container's command: one of the image's commands, or else its program. */
export function mainProgram({ program, defaults }: Image, [name = '']: readonly string[]): Program {
  return commandOf(defaults, name) ?? program
}

/** What runs an exec's command; undefined for a missing binary. */
export function execProgram({ program, defaults }: Image, [name = '']: readonly string[]): Program | undefined {
  return defaults.commands ? commandOf(defaults, name) : program
}

function commandOf({ commands = {} }: ImageDefaults, name: string): Program | undefined {
  for (const each of [name, name.replace(/^.*\//, '')]) if (Object.hasOwn(commands, each)) return commands[each]
  return undefined
}

export interface Image {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly id: string
  /** In familiar form, with tag. */
  readonly tag: string
  readonly program: Program
  readonly defaults: ImageDefaults
  readonly created: Instant
}

/** What the embedded engine says an image's size is: it has none. */
const IMAGE_SIZE = 0

/** distribution/reference: a domain, components of a path, a tag, a digest. */
const REFERENCE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?(?:[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/

/** `greeter` becomes `greeter:latest`. Throws a {@link Refusal} of 400 for what is no reference. */
export function familiar(reference: string): string {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '')
  const path = short.replace(/[@:][^/]*$/, '')
  if (path !== path.toLowerCase()) throw new Refusal(400, 'invalid reference format: repository name must be lowercase')
  if (!REFERENCE.test(short)) throw new Refusal(400, 'invalid reference format')
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`
}

/** `busybox:1.36` without its tag or digest. */
export function repository(name: string): string {
  return name.replace(/[@:][^/]*$/, '')
}

export class Images {
  readonly #images = new Map<string, Image>()
  /** Every image there ever was, by id: what was saved can be loaded again. */
  readonly #known = new Map<string, Image>()
  readonly #remote = new Map<string, { program: Program; defaults: ImageDefaults }>()

  add(reference: string, program: Program, defaults: ImageDefaults, created: Instant): Image {
    const tag = familiar(reference)
    const id = `sha256:${createHash('sha256').update(tag).digest('hex')}`
    const image = { id, tag, program, defaults, created }
    this.#known.set(id, image)
    this.#images.set(tag, image)
    return image
  }

  /** A build's result: an id of its own, and any number of names. */
  addBuilt(id: string, tags: readonly string[], program: Program, defaults: ImageDefaults, created: Instant): void {
    const image = { id, tag: tags[0] ?? '<none>:<none>', program, defaults, created }
    this.#known.set(id, image)
    for (const tag of tags) this.#images.set(tag, image)
    if (tags.length === 0) this.#images.set(`<none>@${id}`, image)
  }

  /** Makes an image that is not here until it is pulled. */
  addRemote(reference: string, program: Program, defaults: ImageDefaults): void {
    this.#remote.set(familiar(reference), { program, defaults })
  }

  remote(name: string): { program: Program; defaults: ImageDefaults } | undefined {
    return this.#remote.get(name)
  }

  has(name: string): boolean {
    return this.#images.has(name)
  }

  known(id: string): Image | undefined {
    return this.#known.get(id)
  }

  get all(): readonly Image[] {
    return [...new Set(this.#images.values())].reverse()
  }

  tagsOf(image: Image): string[] {
    return [...this.#images].filter(([tag, each]) => each === image && tag[0] !== '<').map(([tag]) => tag)
  }

  /** Gives `image` one more name. */
  tag(image: Image, reference: string): void {
    this.#images.set(familiar(reference), image)
  }

  untag(tag: string): void {
    this.#images.delete(tag)
  }

  /** By reference, by id, or by the beginning of an id; throws a {@link Refusal}. */
  find(reference: string): Image {
    const image = this.byId(reference) ?? this.#images.get(familiar(reference))
    if (!image) throw new Refusal(404, `No such image: ${familiar(reference)}`)
    return image
  }

  /** By an id or its beginning, where no image has that for its name. */
  byId(reference: string): Image | undefined {
    const hex = reference.replace(/^sha256:/, '')
    if (!/^[0-9a-f]{1,64}$/.test(hex) || this.#images.has(`${reference}:latest`)) return undefined
    return this.all.find(({ id }) => id.startsWith(hex, 7))
  }
}

/** GET /images/json: one image. */
export function summarizeImage({ id, defaults, created }: Image, tags: readonly string[]): object {
  return {
    Containers: -1,
    Created: created.seconds,
    Id: id,
    Labels: defaults.labels ?? null,
    ParentId: '',
    RepoDigests: null,
    RepoTags: tags,
    SharedSize: -1,
    Size: IMAGE_SIZE,
    VirtualSize: IMAGE_SIZE,
  }
}

/** GET /images/{name}/json. */
export function inspectImage({ id, defaults, created }: Image, tags: readonly string[], version: string): object {
  const env = defaults.env && Object.entries(defaults.env).map(([name, value]) => `${name}=${value}`)
  const config = {
    Hostname: '',
    Domainname: '',
    User: '',
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    Tty: false,
    OpenStdin: false,
    StdinOnce: false,
    Env: env ?? null,
    Cmd: defaults.cmd ?? null,
    Image: '',
    Volumes: null,
    WorkingDir: '',
    Entrypoint: null,
    OnBuild: null,
    Labels: defaults.labels ?? null,
  }
  return {
    Id: id,
    RepoTags: tags,
    RepoDigests: [],
    Parent: '',
    Comment: '',
    Created: shortStamp(created),
    Container: '',
    ContainerConfig: { ...config, Env: null, Cmd: null, Labels: null },
    DockerVersion: version,
    Author: '',
    Config: config,
    Architecture: 'amd64',
    Os: 'linux',
    Size: IMAGE_SIZE,
    VirtualSize: IMAGE_SIZE,
    GraphDriver: { Data: null, Name: 'overlay2' },
    RootFS: { Type: 'layers' },
    Metadata: { LastTagTime: shortStamp(created) },
  }
}
