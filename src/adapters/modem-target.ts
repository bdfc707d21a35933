// What dockerode calls a path → a request target. Ids stand in it as they were given: they are encoded here, each as one
// segment, and one that would reach another route is refused. A '?' at the end asks for the options as a query.
// Engine fact: an empty or a dot segment is answered with a redirect to what is left without it.

import { type ParsedUrlQueryInput, stringify } from 'node:querystring'
import { FairleadError } from '../error.ts'
import { type Options, queryOf } from './modem-operations.ts'

/** docker-modem's habits: objects are JSON, a list repeats its key, true and false are words. No '?' before it. */
export function buildQuerystring(options: Options): string {
  const values: Options = {}
  for (const [key, value] of Object.entries(options)) {
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value)
    values[key] = isPlain ? JSON.stringify(value) : value
  }
  return stringify(values as ParsedUrlQueryInput)
}

/**
 * The path as it is sent, query included.
 * @param options what dockerode wants in the query, or undefined
 * @throws FairleadError ERR_PATH
 */
export function targetOf(
  method: string,
  path: string,
  options: Options | undefined,
  querystring: (options: Options) => string,
): string {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new FairleadError('ERR_PATH', "the path is text that begins with '/'")
  }
  const { route, written } = split(path, options)
  const encoded = encodePath(route)
  const wanted = /[?&]$/.test(path) && options !== undefined ? queryOf(method, encoded, options) : {}
  const built = Object.keys(wanted).length > 0 ? querystring(wanted) : ''
  const query = [written, built].filter((part) => part !== '').join('&')
  return query === '' ? encoded : `${encoded}?${query}`
}

/** Without options, a caller of `dial` may have written the query himself; otherwise a '?' is a part of an id. */
function split(path: string, options: Options | undefined): { route: string; written: string } {
  const bare = path.replace(/[?&]$/, '')
  const match = options === undefined || path.endsWith('&') ? /^([^?]*)\?([\w.-]+=.*)$/.exec(bare) : null
  if (match === null) return { route: bare, written: '' }
  return {
    route: match[1]!,
    written: encodeURI(match[2]!)
      .replaceAll('#', '%23')
      .replace(/%25([\da-f]{2})/gi, '%$1'),
  }
}

function encodePath(route: string): string {
  let encoded: string
  try {
    // A name that came encoded stays so; any other '%' stands for itself.
    encoded = encodeURI(route)
      .replace(/[?#]/g, encodeURIComponent)
      .replace(/%25([\da-f]{2})/gi, '%$1')
  } catch (cause) {
    throw new FairleadError('ERR_PATH', 'the path is not well-formed Unicode', { cause })
  }
  const segments = encoded.split(/\/|%2f/i).slice(1)
  if (encoded !== '/' && segments.some((segment) => /^(\.|%2e){0,2}$/i.test(segment))) {
    throw new FairleadError('ERR_PATH', `${JSON.stringify(route)}: an id or name in it is empty or has a dot segment`)
  }
  return encoded
}
