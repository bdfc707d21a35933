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

/** `greeter` becomes `greeter:latest`. Throws a {@link Refusal} of 400 for what is no reference. */
export function familiar(reference: string): string {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '')
  const path = short.replace(/[@:][^/]*$/, '')
  if (path !== path.toLowerCase()) throw new Refusal(400, 'invalid reference format: repository name must be lowercase')
  if (!/^[a-z0-9][\w.\-/:]*(?:@sha256:[0-9a-f]{64})?$/.test(short)) throw new Refusal(400, 'invalid reference format')
  return /[:@][^/]*$/.test(short) ? short : `${short}:latest`
}

export class Images {
  readonly #images = new Map<string, Image>()

  add(reference: string, program: Program, defaults: ImageDefaults, created: Instant): Image {
    const tag = familiar(reference)
    const id = `sha256:${createHash('sha256').update(tag).digest('hex')}`
    const image = { id, tag, program, defaults, created }
    this.#images.set(tag, image)
    return image
  }

  get all(): readonly Image[] {
    return [...this.#images.values()].reverse()
  }

  /** By reference, by id, or by the beginning of an id; throws a {@link Refusal}. */
  find(reference: string): Image {
    const hex = reference.replace(/^sha256:/, '')
    if (/^[0-9a-f]{1,64}$/.test(hex)) {
      const named = this.#images.get(`${reference}:latest`)
      if (named) return named
      for (const image of this.#images.values()) if (image.id.startsWith(hex, 7)) return image
    }
    const tag = familiar(reference)
    const image = this.#images.get(tag)
    if (!image) throw new Refusal(404, `No such image: ${tag}`)
    return image
  }
}

/** GET /images/json: one image. */
export function summarizeImage({ id, tag, defaults, created }: Image): object {
  return {
    Containers: -1,
    Created: created.seconds,
    Id: id,
    Labels: defaults.labels ?? null,
    ParentId: '',
    RepoDigests: null,
    RepoTags: [tag],
    SharedSize: -1,
    Size: IMAGE_SIZE,
    VirtualSize: IMAGE_SIZE,
  }
}

/** GET /images/{name}/json. */
export function inspectImage({ id, tag, defaults, created }: Image, version: string): object {
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
    RepoTags: [tag],
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
