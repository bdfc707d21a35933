// HEAD, GET and PUT /containers/{id}/archive, GET /containers/{id}/export: the container's file tree as tar, and
// X-Docker-Container-Path-Stat with Go's os.FileMode (moby container_routes copy.go, daemon/archive.go).

import { posix } from 'node:path'
import { shortStamp } from '../base/clock.ts'
import { HttpError } from '../base/http-error.ts'
import type { Container } from '../daemon/container.ts'
import type { Entry, Files } from '../files/files.ts'
import { tarTree } from '../files/tar-write.ts'
import { unpack } from '../files/unpack.ts'
import type { Route, RouteContext } from './router.ts'
import { sendTar } from './send-tar.ts'

/** The bits of Go's os.FileMode for the file type, and for set-uid, set-gid and sticky, which Unix has at 0o7000. */
const GO_KIND = { file: 0, directory: 2 ** 31, symlink: 2 ** 27 }
const GO_SETUID = 2 ** 23
const GO_SETGID = 2 ** 22
const GO_STICKY = 2 ** 20

/** Go's os.FileMode of an entry. */
export function goFileMode({ type, mode }: Entry): number {
  const special = (mode & 0o4000 && GO_SETUID) + (mode & 0o2000 && GO_SETGID) + (mode & 0o1000 && GO_STICKY)
  return GO_KIND[type] + special + (mode & 0o777)
}

interface FoundPath {
  readonly container: Container
  /** The resolved path; a symlink at its end is not followed. */
  readonly path: string
  readonly entry: Entry
  readonly name: string
}

/** Finds the path of a request. Throws a {@link HttpError} if the container or the path does not exist, or the query has no path. */
function find({ daemon, params, query }: RouteContext): FoundPath {
  const name = params[0]!
  const asked = query.text('path')
  if (asked === '') throw new HttpError(400, "bad parameter: 'path'cannot be empty")
  const container = daemon.containers.find(name)
  const { files } = container
  const inside = /\/\.?$/.test(asked)
  const path = files.resolve(asked, inside)
  const entry = files.stat(path)
  if (!entry || (inside && entry.type !== 'directory')) {
    throw new HttpError(404, `Could not find the file ${asked} in container ${name}`)
  }
  const last = asked.endsWith('/.') ? '.' : posix.basename(posix.normalize(`/${asked}`)) || '/'
  return { container, path, entry, name: last }
}

function pathStat({ container, path, entry, name }: FoundPath): string {
  const stat = {
    name,
    size: entry.type === 'directory' ? 4096 : entry.type === 'symlink' ? entry.target.length : entry.data.length,
    mode: goFileMode(entry),
    mtime: shortStamp({ seconds: Math.floor(entry.mtime), nanos: Math.floor((entry.mtime % 1) * 1e9) }),
    linkTarget: entry.type === 'symlink' ? container.files.resolve(path, true) : '',
  }
  return Buffer.from(JSON.stringify(stat)).toString('base64')
}

function head(context: RouteContext): Promise<void> | undefined {
  return context.response.set('X-Docker-Container-Path-Stat', pathStat(find(context))).bare(200)
}

async function get(context: RouteContext): Promise<void> {
  const found = find(context)
  const { container, path, name } = found
  context.response.set('Content-Type', 'application/x-tar').set('X-Docker-Container-Path-Stat', pathStat(found))
  await sendTar(context.response, tarTree(container.files, path, name))
}

async function put({ request, response, daemon, params, query }: RouteContext): Promise<void> {
  const name = params[0]!
  const asked = query.text('path')
  if (asked === '') throw new HttpError(400, "bad parameter: 'path'cannot be empty")
  const { files } = daemon.containers.find(name)
  const into = files.resolve(asked, true)
  checkDirectory(files, into, `Could not find the file ${asked} in container ${name}`)
  await unpack(request.body, files, { into, keepKinds: query.flag('noOverwriteDirNonDir') })
  await response.empty(200)
}

function checkDirectory(files: Files, path: string, missing: string): void {
  const found = files.stat(path)
  if (!found) throw new HttpError(404, missing)
  if (found.type !== 'directory') throw new HttpError(400, 'extraction point is not a directory')
}

async function exportTree({ response, daemon, params }: RouteContext): Promise<void> {
  const { files } = daemon.containers.find(params[0]!)
  await sendTar(response.set('Content-Type', 'application/octet-stream'), tarTree(files, '/', '.'))
}

/** The routes of archives and export. */
export const archiveRoutes: readonly Route[] = [
  { method: 'HEAD', pattern: '/containers/{name}/archive', handle: head },
  { method: 'GET', pattern: '/containers/{name}/archive', handle: get },
  { method: 'PUT', pattern: '/containers/{name}/archive', handle: put },
  { method: 'GET', pattern: '/containers/{name}/export', handle: exportTree },
]
