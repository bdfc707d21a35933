// A folder as a build context: what the docker CLI sends with the classic builder, entry by entry. The Dockerfile and the ignore file
// are found first, before anything is sent. Each iteration walks the folder anew. States of one: resolving, walking, ended.
// Docker facts: the Dockerfile and .dockerignore are sent even if they are ignored; a Dockerfile from outside gets a random name, which
// is added to .dockerignore.

import { randomBytes } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { checkOptions, checkValue, type Kinds, TEXT, TEXTS } from '../check.ts'
import { FairleadError } from '../error.ts'
import { hasCode, localError } from './base/local-error.ts'
import { nameOfBytes } from './base/names.ts'
import { parseIgnoreFile } from './ignore/ignore-file.ts'
import { IgnoreMatcher } from './ignore/ignore-matcher.ts'
import { Packer } from './tree/pack.ts'
import { PieceIterator } from './tree/piece-iterator.ts'
import { walk } from './tree/walk.ts'

/** Options of {@link buildContext}. */
export interface BuildContextOptions {
  /** The Dockerfile: relative to the context's folder, or absolute. It may be outside. Default: `Dockerfile`, else `dockerfile`. */
  dockerfile?: string | undefined
  /** The Dockerfile's own text, instead of a file. Default: none. */
  dockerfileText?: string | undefined
  /** Lines as in a .dockerignore file, instead of the file's. Default: those of `<Dockerfile>.dockerignore`, else of `.dockerignore`. */
  ignore?: string | readonly string[] | undefined
}

const BUILD_CONTEXT: Kinds<BuildContextOptions> = { dockerfile: TEXT, dockerfileText: TEXT, ignore: TEXTS }

const IGNORE_FILE = '.dockerignore'
const SEPARATOR = path.sep === '\\' ? '\\' : '/'

/** What was found before the first entry. */
interface Resolved {
  /** The folder without symlinks. */
  readonly root: string
  /** The Dockerfile's path within the context, with `/`. */
  readonly dockerfile: string
  /** A Dockerfile that is not in the folder. */
  readonly outside: Buffer | undefined
  readonly ignore: IgnoreMatcher | undefined
}

/** A folder as the body of {@link build}: a tar archive, read from the disk while it is sent. Made by {@link buildContext}. */
export class BuildContext implements AsyncIterable<Uint8Array> {
  readonly #folder: string
  readonly #options: BuildContextOptions
  #resolved: Promise<Resolved> | undefined

  constructor(folder: string, options: BuildContextOptions) {
    this.#folder = folder
    this.#options = options
  }

  /**
   * The Dockerfile's path within the context: what `build` passes on as `dockerfile`. One from outside the folder has a name that
   * begins with `.dockerfile.`. Rejects with ERR_LOCAL_FILE when there is no Dockerfile, and with ERR_IGNORE for an invalid pattern.
   */
  async dockerfileName(): Promise<string> {
    return (await this.#resolve()).dockerfile
  }

  /** The archive in pieces. Rejects with ERR_LOCAL_FILE naming the file that cannot be read, is gone, or changed while it was read. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return new PieceIterator((check) => this.#pieces(check))
  }

  #resolve(): Promise<Resolved> {
    this.#resolved ??= resolve(this.#folder, this.#options)
    return this.#resolved
  }

  async *#pieces(check: () => void): AsyncGenerator<Uint8Array, void> {
    const { root, dockerfile, outside, ignore } = await this.#resolve()
    const packer = new Packer({ owners: false, check })
    const extended = `\n${dockerfile}\n`
    let found = false
    for await (const entry of walk(root, { ignore, check })) {
      if (outside !== undefined && entry.path === IGNORE_FILE && !entry.stat.isDirectory()) {
        found = true
        const text = Buffer.concat([await readWhole(path.join(root, IGNORE_FILE)), Buffer.from(extended)])
        packer.addText(IGNORE_FILE, Number(entry.stat.mode & 0o7777n), text, entry.stat.mtimeNs)
      } else yield* packer.add(entry)
    }
    if (outside !== undefined) {
      // No time of its own: an equal context stays equal.
      if (!found) packer.addText(IGNORE_FILE, 0o600, Buffer.from(IGNORE_FILE + extended), 0n)
      packer.addText(dockerfile, 0o600, outside, 0n)
    }
    yield* packer.writer.end()
  }
}

/**
 * A folder as a build context, as `docker build` sends it with the classic builder: what `.dockerignore` leaves out is not in it, and
 * everything belongs to root. Pass it to `build()`. Nothing is read before that; at no time is a file in memory whole.
 *
 * No such folder or Dockerfile (ERR_LOCAL_FILE) and an invalid ignore pattern (ERR_IGNORE) reject the build before anything is sent. A
 * file that cannot be read, is gone, or changes while it is read ends it with ERR_UPLOAD_SOURCE, whose message names the file.
 * @param folder a local folder, absolute or relative to the process's working directory
 * @throws FairleadError ERR_OPTION.
 */
export function buildContext(folder: string, options: BuildContextOptions = {}): BuildContext {
  checkValue('buildContext(): folder', folder, TEXT)
  checkOptions('buildContext()', options, BUILD_CONTEXT)
  if (options.dockerfile !== undefined && options.dockerfileText !== undefined) {
    throw new FairleadError('ERR_OPTION', 'buildContext(): dockerfile and dockerfileText: expected only one of them')
  }
  return new BuildContext(folder, { ...options })
}

async function resolve(folder: string, options: BuildContextOptions): Promise<Resolved> {
  const root = await realFolder(folder)
  const { dockerfileText } = options
  if (dockerfileText !== undefined) {
    const ignore = matcher(await ignoreLines(root, undefined, options), undefined)
    return { root, dockerfile: randomName(), outside: Buffer.from(dockerfileText), ignore }
  }
  const named = await dockerfileIn(root, options.dockerfile)
  const patterns = await ignoreLines(root, named.asked, options)
  const relative = path.relative(root, named.real)
  const isOutside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)
  if (isOutside) {
    const outside = await readWhole(named.real)
    return { root, dockerfile: randomName(), outside, ignore: matcher(patterns, undefined) }
  }
  const dockerfile = relative.replaceAll(path.sep, '/')
  return { root, dockerfile, outside: undefined, ignore: matcher(patterns, dockerfile) }
}

/** The folder's path without symlinks. Rejects with ERR_LOCAL_FILE if it is no folder. */
export async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder)
    if ((await stat(root)).isDirectory()) return root
  } catch (error) {
    throw localError(folder, 'the build context cannot be used', error)
  }
  throw localError(folder, 'the build context is no folder: expected a folder')
}

/** The Dockerfile as it was asked for, and without symlinks. Rejects with ERR_LOCAL_FILE if there is none. */
export async function dockerfileIn(root: string, name: string | undefined): Promise<{ asked: string; real: string }> {
  for (const one of name === undefined ? ['Dockerfile', 'dockerfile'] : [name]) {
    const asked = path.resolve(root, one)
    try {
      return { asked, real: await realpath(asked) }
    } catch (error) {
      if (name === undefined && one === 'Dockerfile' && hasCode(error, 'ENOENT')) continue
      throw localError(path.resolve(root, name ?? 'Dockerfile'), 'the Dockerfile cannot be used', error)
    }
  }
  /* c8 ignore next */ throw new Error('unreachable')
}

/** The patterns in use: of the option, of the file beside the Dockerfile, or of the context's file. */
async function ignoreLines(
  root: string,
  asked: string | undefined,
  { ignore }: BuildContextOptions,
): Promise<string[]> {
  if (ignore !== undefined) return parseIgnoreFile([ignore].flat().join('\n'), 'ignore', SEPARATOR)
  const own = asked === undefined ? undefined : `${asked}${IGNORE_FILE}`
  for (const file of [own, path.join(root, IGNORE_FILE)]) {
    if (file === undefined) continue
    try {
      return parseIgnoreFile(nameOfBytes(await readFile(file)), file, SEPARATOR)
    } catch (error) {
      if (error instanceof FairleadError) throw error
      if (!hasCode(error, 'ENOENT')) throw localError(file, 'the ignore file cannot be read', error)
    }
  }
  return []
}

/** The matcher, with what must be sent in any case; undefined if nothing is left out. */
function matcher(patterns: readonly string[], dockerfile: string | undefined): IgnoreMatcher | undefined {
  if (patterns.length === 0) return undefined
  const always: string[] = []
  for (const name of [IGNORE_FILE, dockerfile]) {
    if (name === undefined) continue
    if (isIgnored(new IgnoreMatcher([...patterns, ...always], SEPARATOR), name)) always.push(`!${name}`)
  }
  return new IgnoreMatcher([...patterns, ...always], SEPARATOR)
}

/** A pattern that Docker refuses only when it tries it counts as "not ignored" here, as it does in Docker's client. */
function isIgnored(matcher: IgnoreMatcher, name: string): boolean {
  try {
    return matcher.ignoresByOldRule(name)
  } catch {
    return false
  }
}

/** A file's bytes. Rejects with ERR_LOCAL_FILE. */
export async function readWhole(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw localError(file, 'it cannot be read', error)
  }
}

function randomName(): string {
  return `.dockerfile.${randomBytes(10).toString('hex')}`
}
