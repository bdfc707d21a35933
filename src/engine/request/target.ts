// Request targets that the caller gives whole: path and query, as in a URL (RFC 9112 §3.2.1, origin-form). Pure.
// They are percent-encoded already and are sent as they are. A version in front is the caller's choice.

import { ANY, BOOLEAN, COUNT, type Kinds, OBJECT, SIGNAL } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import type { RequestOptions } from './options.ts'
import type { Upgrade } from './prepare.ts'

/** Options of `Engine.requestTarget`: those of a request whose target is given whole. */
export type TargetOptions = Omit<RequestOptions, 'path' | 'query' | 'requires'>

/** The kinds of {@link TargetOptions}. */
export const TARGET: Kinds<TargetOptions> = {
  body: ANY,
  bodyLength: COUNT,
  headers: OBJECT,
  signal: SIGNAL,
  timeouts: OBJECT,
  auth: OBJECT,
  registryConfig: OBJECT,
  urgent: BOOLEAN,
  pacing: BOOLEAN,
}

/** Options of `Engine.requestRaw`. */
export interface RawOptions extends TargetOptions {
  /** Request an upgrade to a two-way stream. */
  upgrade?: Upgrade | undefined
}

/** The kinds of {@link RawOptions}. */
export const RAW: Kinds<RawOptions> = { ...TARGET, upgrade: OBJECT }

/** A target's parts. */
export interface Target {
  /** The API version in front, such as '1.41' or '4.0.0'; undefined without one. */
  version: string | undefined
  /** Without the version. */
  path: string
  /** `?a=1`, or `''`. */
  query: string
}

const PARTS = /^(?:\/v(\d[\w.-]*)(?=\/))?(\/[^?#{}]*)(?:(\?[^#]+)|\?)?$/
const RAW_PARTS = /^(?:\/v(\d[\w.-]*)(?=\/))?([^?]*)(.*)$/s
const VERSION = /^\/v(\d[\w.-]*)(?=\/)/
const V = 0x76

/** The API version in front of a path, as the caller wrote it: '1.41', or Podman's '4.0.0'. No path of the Engine begins like that. */
export function versionInFront(path: string): string | undefined {
  // Nearly no path begins with a v: one character decides.
  return typeof path === 'string' && path.charCodeAt(1) === V ? VERSION.exec(path)?.[1] : undefined
}

/** @throws FairleadError ERR_PATH unless it is a path that begins with '/', with or without a query, and without a fragment. */
export function readTarget(target: string): Target {
  const [, version, path, query = ''] = PARTS.exec(target) ?? []
  if (path !== undefined) return { version, path, query }
  throw new FairleadError(
    'ERR_PATH',
    'not a request target: expected a percent-encoded path that begins with "/", without a fragment',
  )
}

/** The parts of a target that is sent as it is, without checks. */
export function splitRawTarget(target: string): Target {
  const [, version, path = '', query = ''] = RAW_PARTS.exec(target) ?? []
  return { version, path, query }
}
