// dockerode's path → a request target. The path contains ids as the user gave them. Each is encoded here as one segment; an id
// that would reach another route is rejected. A '?' at the end of the path means: add the options as a query.
// Engine fact: for an empty segment or a dot segment the Engine responds with a redirect to the path without it.

import { type ParsedUrlQueryInput, stringify } from 'node:querystring'
import { FairleadError } from '../../error.ts'
import { type Options, queryOf } from './operations.ts'

/** A container's name with a slash in front, as the Engine lists it. An empty id followed by a sub-route does not match. */
const NAMED = /^(\/containers\/)\/(?!attach\/|checkpoints\/)(?=[^/]+\/[^/])/
const NAMED_ALONE = /^(\/containers\/)\/(?=[^/?]+(?:\?|$))/

/** Options as a query string without a '?', as docker-modem writes it: objects as JSON, lists as repeated keys, `true` and `false`. */
export function buildQuerystring(options: Options): string {
  const values: Options = {}
  for (const [key, value] of Object.entries(options)) {
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value)
    values[key] = isPlain ? JSON.stringify(value) : value
  }
  return stringify(values as ParsedUrlQueryInput)
}

/**
 * The request target: the encoded path with its query.
 * @param options the options that dockerode passes for the query, or undefined
 * @throws FairleadError ERR_PATH
 */
export function targetOf(
  method: string,
  path: string,
  options: Options | undefined,
  querystring: (options: Options) => string,
): string {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new FairleadError('ERR_PATH', "the path is not usable: expected a string that begins with '/'")
  }
  const { route, written } = split(path.replace(method === 'DELETE' ? NAMED_ALONE : NAMED, '$1'), options)
  const encoded = encodePath(route)
  const wanted = /[?&]$/.test(path) && options !== undefined ? queryOf(method, encoded, options) : {}
  const built = Object.keys(wanted).length > 0 ? querystring(wanted) : ''
  const query = [written, built].filter((part) => part !== '').join('&')
  return query === '' ? encoded : `${encoded}?${query}`
}

/** Splits off a query. Without options, a caller of `dial` may have written one; else a '?' is part of an id. */
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
    // An encoded name stays as it is; any other '%' is a literal one.
    encoded = encodeURI(route)
      .replace(/[?#]/g, encodeURIComponent)
      .replace(/%25([\da-f]{2})/gi, '%$1')
  } catch (cause) {
    throw new FairleadError('ERR_PATH', 'the path is not well-formed Unicode', { cause })
  }
  const segments = encoded.split(/\/|%2f/i).slice(1)
  if (encoded !== '/' && segments.some((segment) => /^(\.|%2e){0,2}$/i.test(segment))) {
    throw new FairleadError(
      'ERR_PATH',
      `${JSON.stringify(route)}: an id or name in the path is empty or has a dot segment`,
    )
  }
  return encoded
}
