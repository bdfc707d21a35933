// An image reference by all of Docker's rules (distribution/reference), with what it leaves out filled in. Pure.
// parseReference() splits a reference for a request, and leaves what is valid to the Engine. This one is for programs that decide by it.

import { FairleadError } from '../../error.ts'
import { parseReference, registryOf } from './reference.ts'

/** The parts of an image reference: what {@link parseImageReference} returns. */
export interface ParsedImageReference {
  /** The registry's host, with its port: `docker.io` unless the reference names another one. */
  readonly registry: string
  /** The name in that registry: `library/busybox`, `team/app`. */
  readonly repository: string
  /** The tag as written; undefined without one. */
  readonly tag: string | undefined
  /** `sha256:…`; undefined without one. */
  readonly digest: string | undefined
  /** As Docker prints it: without `docker.io/` and `library/`, and with the tag and the digest that were written. */
  readonly familiar: string
  /** In full: `docker.io/library/busybox:latest`. A reference with neither tag nor digest has the tag `latest` here. */
  readonly full: string
}

const HOST_PART = '(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])'
const HOST = new RegExp(`^(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[[0-9A-Fa-f:]+\\])(?::[0-9]+)?$`)
const REPOSITORY_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const REPOSITORY = new RegExp(`^${REPOSITORY_PART}(?:/${REPOSITORY_PART})*$`)
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/
const MOST_CHARS = 255

/**
 * The parts of an image reference, `[registry/]name[:tag][@digest]`, as Docker reads it.
 * @throws FairleadError ERR_OPTION for what Docker refuses; the message does not repeat the reference, which may hold a password.
 */
export function parseImageReference(reference: string): ParsedImageReference {
  const { name, tag, digest } = parseReference(reference)
  const registry = registryOf(reference)
  const slash = name.indexOf('/')
  const isNamed = registry !== 'docker.io' || /^(?:index\.)?docker\.io\//.test(name)
  const path = isNamed ? name.slice(slash + 1) : name
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  if (!HOST.test(registry)) throw invalid('has a registry that is no host')
  if (/[A-Z]/.test(path)) throw invalid('has a capital letter in its name: write it in small letters')
  if (!REPOSITORY.test(path)) throw invalid('has a name with a character, or an order of them, that is not allowed')
  if (`${registry}/${repository}`.length > MOST_CHARS) throw invalid(`has a name of more than ${MOST_CHARS} characters`)
  if (digest !== undefined && !DIGEST.test(digest)) throw invalid("has something after '@' that is not a digest")
  if (/^[0-9a-f]{64}$/.test(name)) throw invalid("is an image's id: expected a name")
  const rest = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
  const short = registry === 'docker.io' ? repository.replace(/^library\/(?!.*\/)/, '') : `${registry}/${repository}`
  return {
    registry,
    repository,
    tag,
    digest,
    familiar: short + rest,
    full: `${registry}/${repository}${rest || ':latest'}`,
  }
}

function invalid(what: string): FairleadError {
  return new FairleadError('ERR_OPTION', `the image reference ${what}`)
}
