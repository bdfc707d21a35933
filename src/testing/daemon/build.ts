// POST /build without a script, as the classic builder does it (moby builder/dockerfile): FROM a local image, LABEL, ENV, CMD,
// COPY and ADD of the context's files, and RUN, which runs the base image's program with the command.

import { createHash, randomBytes } from 'node:crypto'
import { posix } from 'node:path'
import { frameKinds } from '../../stream/parse/mux.ts'
import { HttpError } from '../base/http-error.ts'
import { SIGKILL } from '../base/signals.ts'
import type { Files } from '../files/files.ts'
import type { Attachment } from './attachment.ts'
import type { Daemon } from './daemon.ts'
import { type Instruction, parseCommand, parseDockerfile, parsePairs } from './dockerfile.ts'
import { execProgram, familiarName, type Image, type ImageDefaults } from './images.ts'
import { rootFiles } from './root-files.ts'
import { Run } from './run.ts'
import { ProgressError, type ProgressIo } from './scripts.ts'
import { Stdio } from './stdio.ts'

/** What to build. */
export interface BuildOptions {
  /** The build context. */
  readonly files: Files
  /** The names of the resulting image. */
  readonly tags: readonly string[]
  /** The Dockerfile's path in the context. */
  readonly dockerfile: string
}

interface Stage {
  image: Image
  defaults: ImageDefaults
  files: Files
  id: string
}

/** Builds an image. Throws a {@link HttpError} before the first record, a {@link ProgressError} after it. */
export async function build(daemon: Daemon, io: ProgressIo, options: BuildOptions): Promise<void> {
  const { files, dockerfile, tags } = options
  const text = files.read(posix.join('/', dockerfile))
  if (!text) throw new HttpError(500, `Cannot locate specified Dockerfile: ${dockerfile}`)
  const instructions = parseDockerfile(Buffer.from(text).toString(), dockerfile)
  let stage: Stage | undefined
  for (const [index, each] of instructions.entries()) {
    await io.record({ stream: `Step ${index + 1}/${instructions.length} : ${each.word} ${each.rest}` })
    await io.record({ stream: '\n' })
    if (each.word === 'FROM') stage = from(daemon, each)
    else if (stage) await step(io, stage, each, files)
    if (stage) await io.record({ stream: ` ---> ${stage.id.slice(7, 19)}\n` })
  }
  if (!stage) throw new ProgressError('No image was generated. Is your Dockerfile empty?')
  await io.record({ aux: { ID: stage.id } })
  await io.record({ stream: `Successfully built ${stage.id.slice(7, 19)}\n` })
  daemon.images.addBuilt(stage.id, tags, stage.image.program, withFiles(stage), daemon.clock.now())
  for (const tag of tags) await io.record({ stream: `Successfully tagged ${tag}\n` })
}

function from({ images }: Daemon, { rest }: Instruction): Stage {
  const name = familiarName(rest.split(/\s+/)[0]!)
  if (!images.has(name)) {
    const why = "repository does not exist or may require 'docker login'"
    throw new ProgressError(
      `pull access denied for ${rest}, ${why}: denied: requested access to the resource is denied`,
    )
  }
  const image = images.find(name)
  return { image, defaults: image.defaults, files: rootFiles(image, ''), id: image.id }
}

async function step(io: ProgressIo, stage: Stage, { word, rest }: Instruction, context: Files): Promise<void> {
  const container = randomBytes(6).toString('hex')
  const { defaults } = stage
  if (word === 'COPY' || word === 'ADD') copy(stage.files, context, rest)
  else await io.record({ stream: ` ---> Running in ${container}\n` })
  if (word === 'LABEL') stage.defaults = { ...defaults, labels: { ...defaults.labels, ...parsePairs(rest) } }
  else if (word === 'ENV') stage.defaults = { ...defaults, env: { ...defaults.env, ...parsePairs(rest) } }
  else if (word === 'CMD') stage.defaults = { ...defaults, cmd: parseCommand(rest) }
  const code = word === 'RUN' ? await command(io, stage, parseCommand(rest)) : 0
  const keeps = word === 'COPY' || word === 'ADD' || (code === 0 ? io.query.rm === '0' : io.query.forcerm !== '1')
  if (!keeps) await io.record({ stream: `Removing intermediate container ${container}\n` })
  if (code !== 0) {
    throw new ProgressError(`The command '${parseCommand(rest).join(' ')}' returned a non-zero code: ${code}`, { code })
  }
  stage.id = `sha256:${createHash('sha256').update(`${stage.id}${word} ${rest}`).update(container).digest('hex')}`
}

/** Runs the base image's program and sends its output as records, stderr in red as the builder does. Returns the exit code. */
async function command(io: ProgressIo, { image, defaults, files }: Stage, args: readonly string[]): Promise<number> {
  const program = execProgram(image, args) ?? image.program
  const stdio = new Stdio(false, [frameKinds.stdout, frameKinds.stderr])
  const outputs = (['stdout', 'stderr'] as const).map((name) => {
    const attachment: Attachment = stdio.attach({ stdout: name === 'stdout', stderr: name === 'stderr', framed: false })
    const write = (bytes: Uint8Array) => {
      const text = Buffer.from(bytes).toString()
      return io.record({ stream: name === 'stdout' ? text : `\u001b[91m${text}\u001b[0m` })
    }
    return attachment.pump({ closed: false, write })
  })
  const code = await new Promise<number>((onExit) => {
    const size = { rows: 0, columns: 0 }
    const run = new Run({ program, args, env: { ...defaults.env }, tty: false, stdio, files, size, onExit })
    io.signal.addEventListener('abort', () => run.signal(SIGKILL), { once: true })
  })
  await Promise.all(outputs)
  return code
}

/** `COPY a b /to/` of files and directories of the context. Patterns are not supported. */
function copy(target: Files, context: Files, rest: string): void {
  const names = rest.split(/\s+/).filter((name) => !name.startsWith('--'))
  const into = posix.join('/', names.pop()!)
  for (const name of names) {
    const source = context.resolve(name, true)
    const found = context.stat(source)
    if (!found)
      throw new ProgressError(`COPY failed: file not found in build context: stat ${name}: file does not exist`)
    for (const path of context.walk(source)) {
      const below = path.slice(source.length)
      const file = into.endsWith('/') || target.stat(into)?.type === 'directory' ? posix.basename(path) : ''
      const place = found.type === 'directory' ? posix.join(into, below) : posix.join(into, file)
      target.put(target.resolve(place, true), context.stat(path)!)
    }
  }
}

function withFiles({ defaults, files }: Stage): ImageDefaults {
  const found: Record<string, Uint8Array> = {}
  for (const path of files.walk('/')) {
    const { type, data } = files.stat(path)!
    if (type === 'file') found[path] = data
  }
  return { ...defaults, files: found }
}
