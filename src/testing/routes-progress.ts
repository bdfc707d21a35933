// POST /images/create (pull, or import with fromSrc), /images/{name}/push, /images/load, /build: what is checked before
// the first record, and then the script or the engine's own work.

import { build } from './build.ts'
import { readGoJson } from './go-json.ts'
import { importTree, load, pull, push } from './image-progress.ts'
import { familiar, type ImageDefaults, repository } from './images.ts'
import { serveProgress } from './progress.ts'
import { MAX_JSON_BYTES } from './read-json.ts'
import { Refusal } from './refusal.ts'
import type { Call, Route } from './router.ts'
import { unpackNew } from './unpack.ts'

async function create(call: Call): Promise<void> {
  const { daemon, query, request } = call
  const from = query.text('fromImage')
  const tag = query.text('tag')
  if (from !== '') {
    // Without a tag the Engine pulls all of them; a registry that holds programs has one.
    const name = familiar(tag === '' ? from : `${from}${tag.includes(':') ? '@' : ':'}${tag}`)
    await serveProgress(call, 'pull', name, (io) => pull(daemon, io))
    return
  }
  if (query.text('fromSrc') !== '-') throw new Refusal(500, `only fromSrc=- is known here`)
  const repo = query.text('repo')
  const name = repo === '' ? '' : familiar(tag === '' ? repo : `${repo}:${tag}`)
  await serveProgress(call, 'import', name, async (io) => {
    const files = await unpackNew(request.body)
    await importTree(daemon, io, name, { ...changed(query.every('changes')), files: contents(files) })
  })
}

/** `CMD` and `LABEL` of an import's changes; the others say nothing to a program. */
function changed(changes: readonly string[]): ImageDefaults {
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

async function pushImage(call: Call): Promise<void> {
  const { daemon, params, query, request } = call
  // Engine 20.10 wants a header, or the older form: credentials as the body.
  if (request.headers['x-registry-auth'] === undefined) await readOldCredentials(call)
  const repo = repository(familiar(params[0]!))
  const tag = query.text('tag')
  const name = familiar(tag === '' ? params[0]! : `${repo}:${tag}`)
  await serveProgress(call, 'push', name, (io) => push(daemon, io))
}

async function readOldCredentials({ request }: Call): Promise<void> {
  const bytes = await request.body.bytes(MAX_JSON_BYTES)
  try {
    readGoJson(String(bytes ?? ''))
  } catch (error) {
    throw new Refusal(400, `Bad parameters and missing X-Registry-Auth: ${(error as Error).message}`)
  }
}

async function loadImages(call: Call): Promise<void> {
  const { daemon, request } = call
  await serveProgress(call, 'load', '', async (io) => load(daemon, io, await unpackNew(request.body)), true)
}

async function buildImage(call: Call): Promise<void> {
  const { daemon, query, request } = call
  const tags = query.every('t').map(familiar)
  await serveProgress(call, 'build', tags[0] ?? '', async (io) => {
    const files = await unpackNew(request.body)
    await build(daemon, io, { files, tags, dockerfile: query.text('dockerfile') || 'Dockerfile' })
  })
}

export const progressRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/images/create', handle: create },
  { method: 'POST', pattern: '/images/load', handle: loadImages },
  { method: 'POST', pattern: '/images/{name}/push', handle: pushImage },
  { method: 'POST', pattern: '/build', handle: buildImage },
]
