// Where a build's files come from: a folder, files in memory, a tar, a URL. The Dockerfile is read on this side, from wherever it is,
// and offered as a folder of its own: with the lines of `ignore`, if given, as its own ignore file, which wins over the context's.
// Engine facts: what the daemon keeps of a folder goes by the shared key alone: two folders under one key, with files of one name,
// size and time, get mixed up. The Dockerfile's folder is not compared; its time is that of the build all the same.

import { readFile, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { hasCode, localError } from '../../archive/base/local-error.ts'
import { dockerfileIn, readWhole, realFolder } from '../../archive/build-context.ts'
import { ANY, checkOptions, type Kinds, OBJECT, TEXT } from '../../check.ts'
import { configFolder } from '../../endpoint/config.ts'
import { FairleadError } from '../../error.ts'
import { wallClock } from '../../net/base/timers.ts'
import { archiveBody } from '../../recipes/shared/parameters.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { FolderTree } from './folder-tree.ts'
import { type MemoryFile, type MemoryFiles, memoryTree } from './memory-tree.ts'
import { sharedKeyOf } from './shared-key.ts'
import type { Tree } from './tree.ts'

/** What a build is made of: the path of a folder; files in memory, by path; a tar archive; a URL or Git repository that the daemon fetches. */
export type BuildSource =
  | string
  | { readonly files: MemoryFiles }
  | { readonly tar: UploadBody }
  | { readonly remote: string }

/** The options that concern the source. */
export interface SourceOptions {
  readonly dockerfile?: string | undefined
  readonly dockerfileText?: string | undefined
  readonly ignore?: string | readonly string[] | undefined
}

/** A source as the Engine takes it. */
export interface ReadySource {
  readonly folders?: Readonly<Record<string, Tree>>
  readonly sharedKey?: string
  readonly remote?: string
  readonly body?: UploadBody
  /** The Dockerfile's name. */
  readonly file: string
}

const DEFAULT_FILE = 'Dockerfile'
const SESSION = 'client-session'

/** Checks a source. @throws FairleadError ERR_OPTION */
export function checkSource(source: BuildSource, options: SourceOptions): void {
  if (options.dockerfile !== undefined && options.dockerfileText !== undefined) {
    throw optionError('dockerfile and dockerfileText: expected only one of them')
  }
  if (typeof source === 'string') {
    if (source === '') throw optionError("the context is empty: expected a folder's path")
    return
  }
  const kinds = { files: OBJECT, tar: ANY, remote: TEXT } satisfies Kinds<Record<'files' | 'tar' | 'remote', unknown>>
  checkOptions('buildImage(): context', source, kinds)
  const given = Object.entries(source).filter(([, value]) => value !== undefined)
  if (given.length !== 1) throw optionError('context: expected a folder, { files }, { tar } or { remote }')
  if ('files' in source) {
    memoryTree(source.files)
    return
  }
  for (const name of ['dockerfileText', 'ignore'] as const) {
    if (options[name] === undefined) continue
    throw optionError(`${name} needs a context that is a folder or { files }: the Engine reads the others itself`)
  }
}

/** Resolves what must be known before the build is requested. Rejects with ERR_LOCAL_FILE. */
export async function readySource(source: BuildSource, options: SourceOptions): Promise<ReadySource> {
  const { dockerfile } = options
  if (typeof source === 'string') return await folderSource(source, options)
  if ('files' in source) {
    const dockerfileTree = memoryDockerfile(source.files, options)
    const folders = { context: memoryTree(source.files), dockerfile: dockerfileTree.tree }
    return { folders, remote: SESSION, file: dockerfileTree.file }
  }
  const file = dockerfile ?? DEFAULT_FILE
  if ('tar' in source) return { body: archiveBody(source.tar), file }
  return { remote: source.remote, file }
}

async function folderSource(folder: string, options: SourceOptions): Promise<ReadySource> {
  const root = await realFolder(folder)
  const files: Record<string, MemoryFile> = {}
  let file = DEFAULT_FILE
  if (options.dockerfileText !== undefined) files[file] = options.dockerfileText
  else {
    const { asked, real } = await dockerfileIn(root, options.dockerfile)
    file = options.dockerfile === undefined ? DEFAULT_FILE : basename(asked)
    files[file] = await readWhole(real)
    const ignore = await optional(`${asked}.dockerignore`)
    if (ignore !== undefined) files[`${file}.dockerignore`] = ignore
  }
  const { dev, ino, birthtimeNs } = await stat(root, { bigint: true })
  const sharedKey = sharedKeyOf(await machineId(), root, ...[dev, ino, birthtimeNs].map(String))
  const folders = { context: new FolderTree(root), dockerfile: dockerfileTree(file, files, options) }
  return { folders, sharedKey, remote: SESSION, file }
}

function memoryDockerfile(files: MemoryFiles, options: SourceOptions): { file: string; tree: Tree } {
  const { dockerfile = DEFAULT_FILE, dockerfileText } = options
  if (dockerfileText !== undefined) {
    return { file: DEFAULT_FILE, tree: dockerfileTree(DEFAULT_FILE, { [DEFAULT_FILE]: dockerfileText }, options) }
  }
  const file = basename(dockerfile)
  const own: Record<string, MemoryFile> = {}
  for (const name of [dockerfile, `${dockerfile}.dockerignore`]) {
    if (Object.hasOwn(files, name)) own[basename(name)] = files[name]!
  }
  if (own[file] === undefined)
    throw optionError(`files has no ${JSON.stringify(dockerfile)}: add it, or give dockerfileText`)
  return { file, tree: dockerfileTree(file, own, options) }
}

/** The folder that the daemon reads the Dockerfile from. */
function dockerfileTree(file: string, files: Record<string, MemoryFile>, { ignore }: SourceOptions): Tree {
  if (ignore !== undefined) files[`${file}.dockerignore`] = [ignore].flat().join('\n')
  const mtime = new Date(wallClock())
  const entries = Object.entries(files).map(([name, one]) => {
    const data = typeof one === 'string' || one instanceof Uint8Array ? one : one.data
    return [name, { data, mtime }] as const
  })
  return memoryTree(Object.fromEntries(entries))
}

async function optional(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw localError(file, 'the ignore file cannot be read', error)
  }
}

/** What this machine is, unlike others: the id that the docker command line keeps, the system's, the host's name. */
async function machineId(): Promise<string> {
  const folder = configFolder(process.env)
  const parts = [hostname()]
  for (const file of [...(folder === undefined ? [] : [join(folder, '.buildNodeID')]), '/etc/machine-id']) {
    parts.push(await readFile(file, 'utf8').catch(() => ''))
  }
  return parts.join(':')
}

function optionError(message: string): FairleadError {
  return new FairleadError('ERR_OPTION', `buildImage(): ${message}`)
}
