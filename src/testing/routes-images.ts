// The registered programs, seen as images: list, inspect, tag, delete, save (moby api/server/router/image,
// daemon/images).

import { Files } from './files.ts'
import { Filters } from './filters.ts'
import { saveInto } from './image-progress.ts'
import { familiar, type Image, type Images, inspectImage, repository, summarizeImage } from './images.ts'
import { Refusal } from './refusal.ts'
import { rootFiles } from './root-files.ts'
import type { Call, Route } from './router.ts'
import { sendTar } from './send-tar.ts'
import { tarBelow } from './tar-write.ts'

/** moby daemon/images/images.go acceptedImageFilterTags. */
const FILTERS = ['dangling', 'label', 'label!', 'before', 'since', 'reference', 'until']

function list({ answer, daemon, query }: Call): Promise<void> | undefined {
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
  return answer.json(
    200,
    images.map((image) => summarizeImage(image, daemon.images.tagsOf(image))),
  )
}

/** Go's path.Match, without its classes. */
function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]{}\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  )
}

function inspect({ answer, daemon, params }: Call): Promise<void> | undefined {
  const name = params[0]!
  try {
    const image = daemon.images.find(name)
    return answer.json(200, inspectImage(image, daemon.images.tagsOf(image), daemon.options.version))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.status, `no such image: ${name}: ${error.message}`)
  }
}

function tag({ answer, daemon, params, query }: Call): Promise<void> | undefined {
  const image = daemon.images.find(params[0]!)
  const repo = query.text('repo')
  const name = familiar(query.text('tag') === '' ? repo : `${repo}:${query.text('tag')}`)
  daemon.images.tag(image, name)
  daemon.events.publish({ type: 'image', action: 'tag', id: image.id, attributes: { name } })
  return answer.empty(201)
}

/** moby daemon/images/image_delete.go, without its parents and dangling children. */
function remove({ answer, daemon, params, query }: Call): Promise<void> | undefined {
  const { images, containers, events } = daemon
  const name = params[0]!
  const image = images.find(name)
  const tags = images.tagsOf(image)
  const byId = images.byId(name) !== undefined
  const short = image.id.slice(7, 19)
  const user = containers.all.find((container) => container.image === image)
  const force = query.flag('force')
  const conflict = (what: string) => new Refusal(409, `conflict: ${what}`)
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
  for (const each of byId ? tags : [familiar(name)]) {
    images.untag(each)
    records.push({ Untagged: each })
    events.publish({ type: 'image', action: 'untag', id: image.id, attributes: { name: image.id } })
  }
  if (last) {
    records.push({ Deleted: image.id })
    events.publish({ type: 'image', action: 'delete', id: image.id, attributes: { name: image.id } })
  }
  return answer.json(200, records)
}

async function save({ answer, daemon, params, query }: Call): Promise<void> {
  const files = new Files()
  const manifest: object[] = []
  const repositories: Record<string, Record<string, string>> = {}
  for (const name of params.length > 0 ? params : query.every('names')) {
    const image = findToSave(daemon.images, name)
    const tags = daemon.images.byId(name) ? [] : [familiar(name)]
    manifest.push(saveInto(files, image, tags, rootFiles(image, '')))
    for (const each of tags) {
      const repo = repository(each)
      repositories[repo] = { ...repositories[repo], [each.slice(repo.length + 1)]: image.id.slice(7) }
    }
  }
  files.write('/manifest.json', JSON.stringify(manifest))
  if (Object.keys(repositories).length > 0) files.write('/repositories', JSON.stringify(repositories))
  await sendTar(answer.set('Content-Type', 'application/x-tar'), tarBelow(files))
}

/** Here the Engine names the image as it was asked for. */
function findToSave(images: Images, name: string): Image {
  try {
    return images.find(name)
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw new Refusal(404, `No such image: ${name}`)
    throw error
  }
}

export const imageRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/images/json', handle: list },
  { method: 'GET', pattern: '/images/{name}/json', handle: inspect },
  { method: 'GET', pattern: '/images/get', handle: save },
  { method: 'GET', pattern: '/images/{name}/get', handle: save },
  { method: 'POST', pattern: '/images/{name}/tag', handle: tag },
  { method: 'DELETE', pattern: '/images/{name}', handle: remove },
]
