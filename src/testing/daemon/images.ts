// The images of the embedded engine: names, a program and defaults for containers. References are parsed as the Engine does
// (distribution/reference, the familiar form): `docker.io/library/` and `:latest` are implied.

import { createHash } from 'node:crypto'
import { type Kinds, LIST, OBJECT } from '../../check.ts'
import { type Instant, shortStamp } from '../base/clock.ts'
import { HttpError } from '../base/http-error.ts'
import type { Program } from '../base/program.ts'

/** What a container takes from its image unless its own configuration overrides it. */
export interface ImageDefaults {
  /** The command: the program's `args` of a container without a Cmd. */
  cmd?: readonly string[]
  /** Environment variables by name. */
  env?: Readonly<Record<string, string>>
  /** Labels by name. */
  labels?: Readonly<Record<string, string>>
  /**
   * Programs by command name, as if in $PATH. A container or exec whose command has that name runs it instead of the image's
   * program. If given, an exec of any other command fails as a missing binary; if absent, the image's program runs every command.
   */
  commands?: Readonly<Record<string, Program>>
  /** Files by absolute path, as text (UTF-8) or bytes. A path that ends with `/` is a directory. */
  files?: Readonly<Record<string, string | Uint8Array>>
}

/** The types of the fields of {@link ImageDefaults}, for `checkOptions`. */
export const DEFAULTS: Kinds<ImageDefaults> = {
  cmd: LIST,
  env: OBJECT,
  labels: OBJECT,
  commands: OBJECT,
  files: OBJECT,
}

/** The program that runs a container's command: one of the image's commands, or else its program. */
export function mainProgram({ program, defaults }: Image, [name = '']: readonly string[]): Program {
  return commandOf(defaults, name) ?? program
}

/** The program that runs an exec's command; undefined if the binary is missing. */
export function execProgram({ program, defaults }: Image, [name = '']: readonly string[]): Program | undefined {
  return defaults.commands ? commandOf(defaults, name) : program
}

function commandOf({ commands = {} }: ImageDefaults, name: string): Program | undefined {
  for (const each of [name, name.replace(/^.*\//, '')]) if (Object.hasOwn(commands, each)) return commands[each]
  return undefined
}

/** An image of the embedded engine. */
export interface Image {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly id: string
  /** The name in familiar form, with its tag. */
  readonly tag: string
  readonly program: Program
  readonly defaults: ImageDefaults
  readonly created: Instant
}

/** How many removed images can still be loaded from an archive that was saved before. */
const IMAGES_KNOWN = 256

/** The size that is reported for every image. */
const IMAGE_SIZE = 0

/** A reference (distribution/reference): domain, path components, tag, digest. */
const REFERENCE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?(?:[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/

/** The familiar form of a reference: `greeter` becomes `greeter:latest`. Throws a {@link HttpError} with status 400 for an invalid reference. */
export function familiarName(reference: string): string {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '')
  const path = short.replace(/[@:][^/]*$/, '')
  if (path !== path.toLowerCase())
    throw new HttpError(400, 'invalid reference format: repository name must be lowercase')
  if (!REFERENCE.test(short)) throw new HttpError(400, 'invalid reference format')
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`
}

/** A name without its tag or digest: `busybox` of `busybox:1.36`. */
export function repository(name: string): string {
  return name.replace(/[@:][^/]*$/, '')
}

/** The images of one embedded engine, local and remote. */
export class Images {
  readonly #images = new Map<string, Image>()
  /** By id: the local images and the last {@link IMAGES_KNOWN} that were removed, so that a saved image can be loaded again. */
  readonly #known = new Map<string, Image>()
  readonly #remote = new Map<string, { program: Program; defaults: ImageDefaults }>()

  /** Adds a local image. Throws a {@link HttpError} for an invalid reference. */
  add(reference: string, program: Program, defaults: ImageDefaults, created: Instant): Image {
    const tag = familiarName(reference)
    const id = `sha256:${createHash('sha256').update(tag).digest('hex')}`
    const image = { id, tag, program, defaults, created }
    this.#images.set(tag, image)
    this.#remember(image)
    return image
  }

  /** Adds the result of a build: an image with an id of its own and any number of names. */
  addBuilt(id: string, tags: readonly string[], program: Program, defaults: ImageDefaults, created: Instant): void {
    const image = { id, tag: tags[0] ?? '<none>:<none>', program, defaults, created }
    for (const tag of tags) this.#images.set(tag, image)
    if (tags.length === 0) this.#images.set(`<none>@${id}`, image)
    this.#remember(image)
  }

  #remember(image: Image): void {
    this.#known.delete(image.id)
    this.#known.set(image.id, image)
    if (this.#known.size <= IMAGES_KNOWN) return
    const local = new Set(this.#images.values())
    let surplus = this.#known.size - local.size - IMAGES_KNOWN
    for (const [id, each] of this.#known) {
      if (surplus <= 0) return
      if (local.has(each)) continue
      this.#known.delete(id)
      surplus--
    }
  }

  /** Adds an image that becomes local when it is pulled. */
  addRemote(reference: string, program: Program, defaults: ImageDefaults): void {
    this.#remote.set(familiarName(reference), { program, defaults })
  }

  /** A remote image by its familiar name. */
  remote(name: string): { program: Program; defaults: ImageDefaults } | undefined {
    return this.#remote.get(name)
  }

  /** Whether a local image has this familiar name. */
  has(name: string): boolean {
    return this.#images.has(name)
  }

  /** A local image, or one of the last that were removed, by id. */
  known(id: string): Image | undefined {
    return this.#known.get(id)
  }

  /** The local images, newest first. */
  get all(): readonly Image[] {
    return [...new Set(this.#images.values())].reverse()
  }

  /** The names of an image. */
  tagsOf(image: Image): string[] {
    return [...this.#images].filter(([tag, each]) => each === image && tag[0] !== '<').map(([tag]) => tag)
  }

  /** Adds a name to `image`. */
  tag(image: Image, reference: string): void {
    this.#images.set(familiarName(reference), image)
  }

  /** Removes a name; an image without names is no longer local. */
  untag(tag: string): void {
    this.#images.delete(tag)
  }

  /** Finds a local image by reference, id or id prefix. Throws a {@link HttpError} with status 404. */
  find(reference: string): Image {
    const image = this.byId(reference) ?? this.#images.get(familiarName(reference))
    if (!image) throw new HttpError(404, `No such image: ${familiarName(reference)}`)
    return image
  }

  /** Finds a local image by id or id prefix, unless an image has that text as its name. */
  byId(reference: string): Image | undefined {
    const hex = reference.replace(/^sha256:/, '')
    if (!/^[0-9a-f]{1,64}$/.test(hex) || this.#images.has(`${reference}:latest`)) return undefined
    return this.all.find(({ id }) => id.startsWith(hex, 7))
  }
}

/** One entry of GET /images/json. */
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
