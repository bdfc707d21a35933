// POST /images/create (pull, or import with fromSrc), /images/{name}/push, /images/load and /build: the checks before the first
// record, and then the script or the engine's own work.

import { readGoJson } from '../base/go-json.ts'
import { HttpError } from '../base/http-error.ts'
import { build } from '../daemon/build.ts'
import { importTree, load, pull, push } from '../daemon/image-progress.ts'
import { familiarName, type ImageDefaults, repository } from '../daemon/images.ts'
import { unpackNew } from '../files/unpack.ts'
import { MAX_JSON_BYTES } from '../http/read-json.ts'
import type { Route, RouteContext } from './router.ts'
import { serveProgress } from './serve-progress.ts'

async function create(context: RouteContext): Promise<void> {
  const { daemon, query, request } = context
  const from = query.text('fromImage')
  const tag = query.text('tag')
  if (from !== '') {
    // Without a tag the Engine pulls all tags; here a remote image has one.
    const name = familiarName(tag === '' ? from : `${from}${tag.includes(':') ? '@' : ':'}${tag}`)
    await serveProgress(context, 'pull', name, (io) => pull(daemon, io))
    return
  }
  if (query.text('fromSrc') !== '-') throw new HttpError(500, 'the embedded engine supports only fromSrc=-')
  const repo = query.text('repo')
  const name = repo === '' ? '' : familiarName(tag === '' ? repo : `${repo}:${tag}`)
  await serveProgress(context, 'import', name, async (io) => {
    const files = await unpackNew(request.body)
    await importTree(daemon, io, name, { ...parseChanges(query.every('changes')), files: contents(files) })
  })
}

/** Parses `CMD` and `LABEL` of an import's changes. The others have no effect on a program. */
function parseChanges(changes: readonly string[]): ImageDefaults {
  const defaults: { cmd?: string[]; labels?: Record<string, string> } = {}
  for (const change of changes) {
    const [, word = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(change) ?? []
    if (word.toUpperCase() === 'CMD') defaults.cmd = rest.startsWith('[') ? JSON.parse(rest) : ['/bin/sh', '-c', rest]
    else if (word.toUpperCase() === 'LABEL') {
      const [key = '', value = ''] = rest.split('=', 2)
      defaults.labels = { ...defaults.labels, [key]: value }
    }
  }
  return defaults
}

function contents(files: Awaited<ReturnType<typeof unpackNew>>): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {}
  for (const path of files.walk('/')) {
    const { type, data } = files.stat(path)!
    if (type === 'file') found[path] = data
    else if (type === 'directory') found[`${path}/`] = data
  }
  return found
}

async function pushImage(context: RouteContext): Promise<void> {
  const { daemon, params, query, request } = context
  // Engine 20.10 requires a header, or the older form: credentials in the body.
  if (request.headers['x-registry-auth'] === undefined) await readOldCredentials(context)
  const repo = repository(familiarName(params[0]!))
  const tag = query.text('tag')
  const name = familiarName(tag === '' ? params[0]! : `${repo}:${tag}`)
  await serveProgress(context, 'push', name, (io) => push(daemon, io))
}

async function readOldCredentials({ request }: RouteContext): Promise<void> {
  const bytes = await request.body.bytes(MAX_JSON_BYTES)
  try {
    readGoJson(String(bytes ?? ''))
  } catch (error) {
    throw new HttpError(400, `Bad parameters and missing X-Registry-Auth: ${(error as Error).message}`)
  }
}

async function loadImages(context: RouteContext): Promise<void> {
  const { daemon, request } = context
  await serveProgress(context, 'load', '', async (io) => load(daemon, io, await unpackNew(request.body)), true)
}

async function buildImage(context: RouteContext): Promise<void> {
  const { daemon, query, request } = context
  const tags = query.every('t').map(familiarName)
  await serveProgress(context, 'build', tags[0] ?? '', async (io) => {
    const files = await unpackNew(request.body)
    await build(daemon, io, { files, tags, dockerfile: query.text('dockerfile') || 'Dockerfile' })
  })
}

/** The routes whose responses are progress records. */
export const progressRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/images/create', handle: create },
  { method: 'POST', pattern: '/images/load', handle: loadImages },
  { method: 'POST', pattern: '/images/{name}/push', handle: pushImage },
  { method: 'POST', pattern: '/build', handle: buildImage },
]
