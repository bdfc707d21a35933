// Image references: [registry/]name[:tag][@digest], as Docker's own client reads them (distribution/reference).
// Pure. What the Engine takes apart itself is checked only as far as taking it apart here needs it.

import { FairleadError } from '../error.ts'

/** A reference in its parts. */
export interface ImageReference {
  /** With the registry, as written: `busybox`, `127.0.0.1:5000/team/app`. */
  name: string
  tag: string | undefined
  /** `sha256:…` */
  digest: string | undefined
}

const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/

/** @throws FairleadError ERR_OPTION; the message does not repeat the reference, which may have been a URL with a password. */
export function parseReference(reference: string): ImageReference {
  if (typeof reference !== 'string' || reference === '') throw unfit('is empty')
  if (reference.includes('://')) throw unfit("begins with a scheme, such as 'https://', which it has not")
  const at = reference.indexOf('@')
  const digest = at < 0 ? undefined : reference.slice(at + 1)
  if (digest !== undefined && !DIGEST.test(digest)) throw unfit("has something after '@' that is no digest")
  const rest = at < 0 ? reference : reference.slice(0, at)
  // A colon before the last slash is the registry's port.
  const colon = rest.lastIndexOf(':')
  const tagged = colon > rest.lastIndexOf('/')
  const tag = tagged ? rest.slice(colon + 1) : undefined
  if (tag !== undefined && !TAG.test(tag)) throw unfit("has something after ':' that is no tag")
  const name = tagged ? rest.slice(0, colon) : rest
  if (!/^[^\s/]+(?:\/[^\s/]+)*$/.test(name)) throw unfit('has an empty part, or white space')
  return { name, tag, digest }
}

/** The registry of a reference: `docker.io` unless the first part of the name is a host. */
export function registryOf(reference: string): string {
  const { name } = parseReference(reference)
  const slash = name.indexOf('/')
  const host = name.slice(0, slash)
  const isHost = slash > 0 && (/[.:]/.test(host) || host === 'localhost' || host !== host.toLowerCase())
  return !isHost || host === 'index.docker.io' ? 'docker.io' : host
}

function unfit(what: string): FairleadError {
  return new FairleadError('ERR_OPTION', `the image reference ${what}`)
}
