// Image references, [registry/]name[:tag][@digest], parsed as Docker's own client parses them (distribution/reference).
// Pure. Parts that the Engine parses itself are checked only as far as splitting needs it.

import { FairleadError } from '../../error.ts'

/** An image reference split into its parts. */
export interface ImageReference {
  /** The name with its registry, as written: `busybox`, `127.0.0.1:5000/team/app`. */
  name: string
  tag: string | undefined
  /** `sha256:…` */
  digest: string | undefined
}

const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/

/**
 * Splits a reference into name, tag and digest.
 * @throws FairleadError ERR_OPTION; its message does not repeat the reference, which may be a URL with a password.
 */
export function parseReference(reference: string): ImageReference {
  if (typeof reference !== 'string' || reference === '') throw invalid('is empty')
  if (reference.includes('://')) throw invalid("begins with a scheme such as 'https://': remove it")
  const at = reference.indexOf('@')
  const digest = at < 0 ? undefined : reference.slice(at + 1)
  if (digest !== undefined && !DIGEST.test(digest)) throw invalid("has something after '@' that is not a digest")
  const rest = at < 0 ? reference : reference.slice(0, at)
  // A colon before the last slash is the registry's port.
  const colon = rest.lastIndexOf(':')
  const tagged = colon > rest.lastIndexOf('/')
  const tag = tagged ? rest.slice(colon + 1) : undefined
  if (tag !== undefined && !TAG.test(tag)) throw invalid("has something after ':' that is not a tag")
  const name = tagged ? rest.slice(0, colon) : rest
  if (!/^[^\s/]+(?:\/[^\s/]+)*$/.test(name)) throw invalid('has an empty part or white space')
  return { name, tag, digest }
}

/** The registry of a reference: `docker.io` unless the first part of the name is a host. @throws FairleadError ERR_OPTION. */
export function registryOf(reference: string): string {
  const { name } = parseReference(reference)
  const slash = name.indexOf('/')
  const host = name.slice(0, slash)
  const isHost = slash > 0 && (/[.:]/.test(host) || host === 'localhost' || host !== host.toLowerCase())
  return !isHost || host === 'index.docker.io' ? 'docker.io' : host
}

function invalid(what: string): FairleadError {
  return new FairleadError('ERR_OPTION', `the image reference ${what}`)
}
