// A request target that comes whole, as a URL's path and query do (RFC 9112 §3.2.1, origin-form), taken apart. Pure.
// It is already percent-encoded and goes out as it came; a version in front of it is the caller's choice.

import { FairleadError } from '../error.ts'
import type { RequestOptions } from './options.ts'

/** Options of `Engine.answer`: the target says the rest. */
export type TargetOptions = Omit<RequestOptions, 'path' | 'query' | 'requires'>

/** A target's parts. */
export interface Target {
  /** The API version in front, such as '1.41', where there is one. */
  version: string | undefined
  /** Without the version. */
  path: string
  /** `?a=1`, or `''`. */
  query: string
}

const PARTS = /^(?:\/v(\d+\.\d+)(?=\/))?(\/[^?#{}]*)(?:(\?[^#]+)|\?)?$/

/** @throws FairleadError ERR_PATH unless it is a path that begins with '/', perhaps with a query, without a fragment. */
export function readTarget(target: string): Target {
  const [, version, path, query = ''] = PARTS.exec(target) ?? []
  if (path !== undefined) return { version, path, query }
  throw new FairleadError('ERR_PATH', 'a request target begins with "/", is percent-encoded, and has no fragment')
}
