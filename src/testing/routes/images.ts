// Images, which are the registered programs: list, inspect, tag, delete, save (moby api/server/router/image and
// daemon/images).

import { Filters } from '../base/filters.ts'
import { HttpError } from '../base/http-error.ts'
import { saveInto } from '../daemon/image-progress.ts'
import { familiarName, type Image, type Images, inspectImage, repository, summarizeImage } from '../daemon/images.ts'
import { rootFiles } from '../daemon/root-files.ts'
import { Files } from '../files/files.ts'
import { tarBelow } from '../files/tar-write.ts'
import type { Route, RouteContext } from './router.ts'
import { sendTar } from './send-tar.ts'

/** The filters of a list (moby daemon/images/images.go acceptedImageFilterTags). */
const FILTERS = ['dangling', 'label', 'label!', 'before', 'since', 'reference', 'until']

function list({ response, daemon, query }: RouteContext): Promise<void> | undefined {
  const filters = new Filters(query.text('filters'), FILTERS)
  const wanted = filters.get('reference').map(wildcard)
  const images = daemon.images.all.filter(
    (image) =>
      (wanted.length === 0 ||
        daemon.images
          .tagsOf(image)
          .some((tag) => wanted.some((pattern) => pattern.test(tag) || pattern.test(repository(tag))))) &&
      filters.labels('label', image.defaults.labels ?? {}) &&
      filters.exact('dangling', 'false', '0'),
  )
  return response.json(
    200,
    images.map((image) => summarizeImage(image, daemon.images.tagsOf(image))),
  )
}

/** A pattern of Go's path.Match, without character classes. */
function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]{}\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  )
}

function inspect({ response, daemon, params }: RouteContext): Promise<void> | undefined {
  const name = params[0]!
  try {
    const image = daemon.images.find(name)
    return response.json(200, inspectImage(image, daemon.images.tagsOf(image), daemon.options.version))
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    throw new HttpError(error.status, `no such image: ${name}: ${error.message}`)
  }
}

function tag({ response, daemon, params, query }: RouteContext): Promise<void> | undefined {
  const image = daemon.images.find(params[0]!)
  const repo = query.text('repo')
  const name = familiarName(query.text('tag') === '' ? repo : `${repo}:${query.text('tag')}`)
  daemon.images.tag(image, name)
  daemon.events.publish({ type: 'image', action: 'tag', id: image.id, attributes: { name } })
  return response.empty(201)
}

/** DELETE /images/{name} (moby daemon/images/image_delete.go), without parents and dangling children. */
function remove({ response, daemon, params, query }: RouteContext): Promise<void> | undefined {
  const { images, containers, events } = daemon
  const name = params[0]!
  const image = images.find(name)
  const tags = images.tagsOf(image)
  const byId = images.byId(name) !== undefined
  const short = image.id.slice(7, 19)
  const user = containers.all.find((container) => container.image === image)
  const force = query.flag('force')
  const conflict = (what: string) => new HttpError(409, `conflict: ${what}`)
  if (byId && tags.length > 1 && !force) {
    throw conflict(`unable to delete ${short} (must be forced) - image is referenced in multiple repositories`)
  }
  const last = byId || tags.length === 1
  if (last && user?.running && (byId || !force)) {
    const how = byId ? 'cannot be forced' : 'must force'
    const what = byId ? `delete ${short}` : `remove repository reference "${name}"`
    const why = byId
      ? `image is being used by running container ${user.id.slice(0, 12)}`
      : `container ${user.id.slice(0, 12)} is using its referenced image ${short}`
    throw conflict(`unable to ${what} (${how}) - ${why}`)
  }
  if (last && user && !force) {
    const why = `container ${user.id.slice(0, 12)} is using its referenced image ${short}`
    throw conflict(`unable to remove repository reference "${name}" (must force) - ${why}`)
  }
  const records: object[] = []
  for (const each of byId ? tags : [familiarName(name)]) {
    images.untag(each)
    records.push({ Untagged: each })
    events.publish({ type: 'image', action: 'untag', id: image.id, attributes: { name: image.id } })
  }
  if (last) {
    records.push({ Deleted: image.id })
    events.publish({ type: 'image', action: 'delete', id: image.id, attributes: { name: image.id } })
  }
  return response.json(200, records)
}

async function save({ response, daemon, params, query }: RouteContext): Promise<void> {
  const files = new Files()
  const manifest: object[] = []
  const repositories: Record<string, Record<string, string>> = {}
  for (const name of params.length > 0 ? params : query.every('names')) {
    const image = findToSave(daemon.images, name)
    const tags = daemon.images.byId(name) ? [] : [familiarName(name)]
    manifest.push(saveInto(files, image, tags, rootFiles(image, '')))
    for (const each of tags) {
      const repo = repository(each)
      repositories[repo] = { ...repositories[repo], [each.slice(repo.length + 1)]: image.id.slice(7) }
    }
  }
  files.write('/manifest.json', JSON.stringify(manifest))
  if (Object.keys(repositories).length > 0) files.write('/repositories', JSON.stringify(repositories))
  await sendTar(response.set('Content-Type', 'application/x-tar'), tarBelow(files))
}

/** Finds an image to save. In this error the Engine writes the name as it was requested. */
function findToSave(images: Images, name: string): Image {
  try {
    return images.find(name)
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) throw new HttpError(404, `No such image: ${name}`)
    throw error
  }
}

/** The routes of images. */
export const imageRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/images/json', handle: list },
  { method: 'GET', pattern: '/images/{name}/json', handle: inspect },
  { method: 'GET', pattern: '/images/get', handle: save },
  { method: 'GET', pattern: '/images/{name}/get', handle: save },
  { method: 'POST', pattern: '/images/{name}/tag', handle: tag },
  { method: 'DELETE', pattern: '/images/{name}', handle: remove },
]
