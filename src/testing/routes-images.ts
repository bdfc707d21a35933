// GET /images/json, GET /images/{name}/json: the registered programs, seen as images.
// Engine API: ImageList, ImageInspect.

import { Filters } from './filters.ts'
import { inspectImage, summarizeImage } from './images.ts'
import { Refusal } from './refusal.ts'
import type { Call, Route } from './router.ts'

/** moby daemon/images/images.go acceptedImageFilterTags. */
const FILTERS = ['dangling', 'label', 'label!', 'before', 'since', 'reference', 'until']

function list({ answer, daemon, query }: Call): Promise<void> | undefined {
  const filters = new Filters(query.text('filters'), FILTERS)
  const wanted = filters.get('reference').map(wildcard)
  const images = daemon.images.all.filter(
    ({ tag, defaults }) =>
      (wanted.length === 0 ||
        wanted.some((pattern) => pattern.test(tag) || pattern.test(tag.replace(/:[^/]*$/, '')))) &&
      filters.labels('label', defaults.labels ?? {}) &&
      filters.exact('dangling', 'false', '0'),
  )
  return answer.json(200, images.map(summarizeImage))
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
    return answer.json(200, inspectImage(daemon.images.find(name), daemon.options.version))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.status, `no such image: ${name}: ${error.message}`)
  }
}

export const imageRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/images/json', handle: list },
  { method: 'GET', pattern: '/images/{name}/json', handle: inspect },
]
