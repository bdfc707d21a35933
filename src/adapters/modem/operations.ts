// Which options of a POST go into the query, and whether they are also the body. dockerode passes one object for both; the
// lists are the Engine API's "Query parameters". docker-modem sends everything as both: a container's whole configuration
// in the URL, and an attach's options to the container's stdin.

/** The options of dockerode's caller, as dockerode passes them on. */
export type Options = Record<string, unknown>

interface Operation {
  /** Matches the path without its version. */
  route: RegExp
  query: readonly string[]
  /** Whether the operation has a body. */
  body: boolean
}

const operations: readonly Operation[] = [
  { route: /^\/containers\/create$/, query: ['name', 'platform'], body: true },
  {
    route: /^\/commit$/,
    query: ['container', 'repo', 'tag', 'comment', 'author', 'pause', 'changes'],
    body: true,
  },
  { route: /^\/(volumes|networks|secrets|configs)\/create$/, query: [], body: true },
  { route: /^\/services\/[^/]+\/update$/, query: ['version', 'registryAuthFrom', 'rollback'], body: true },
  { route: /^\/(nodes|secrets|configs)\/[^/]+\/update$/, query: ['version'], body: true },
  {
    route: /^\/swarm\/update$/,
    query: ['version', 'rotateWorkerToken', 'rotateManagerToken', 'rotateManagerUnlockKey'],
    body: true,
  },
  { route: /^\/plugins\/pull$/, query: ['remote', 'name'], body: true },
  { route: /^\/plugins\/.+\/upgrade$/, query: ['remote'], body: true },
  {
    route: /^\/containers\/[^/]+\/attach$/,
    query: ['detachKeys', 'logs', 'stream', 'stdin', 'stdout', 'stderr'],
    body: false,
  },
  { route: /^\/containers\/[^/]+\/start$/, query: ['detachKeys', 'checkpoint', 'checkpoint-dir'], body: false },
  { route: /^\/containers\/[^/]+\/(stop|restart)$/, query: ['t', 'signal'], body: false },
  { route: /^\/containers\/[^/]+\/kill$/, query: ['signal'], body: false },
  { route: /^\/containers\/[^/]+\/rename$/, query: ['name'], body: false },
  { route: /^\/containers\/[^/]+\/wait$/, query: ['condition'], body: false },
  { route: /^\/(containers|exec)\/[^/]+\/resize$/, query: ['h', 'w'], body: false },
  { route: /^\/images\/.+\/tag$/, query: ['repo', 'tag'], body: false },
  { route: /^\/images\/.+\/push$/, query: ['tag', 'platform', 'stream'], body: false },
  {
    route: /^\/images\/create$/,
    query: ['fromImage', 'fromSrc', 'repo', 'tag', 'message', 'changes', 'platform'],
    body: false,
  },
  { route: /^\/(containers|images|volumes|networks|build)\/prune$/, query: ['filters', 'all'], body: false },
  { route: /^\/plugins\/.+\/enable$/, query: ['timeout'], body: false },
  { route: /^\/swarm\/leave$/, query: ['force'], body: false },
]

/** Keys that only the client uses. */
const OWN = new Set(['authconfig', 'registryconfig', 'abortSignal', '_query', '_body'])

/** The options for the query: `_query` if given; for an operation with a body its documented parameters; else all of them. */
export function queryOf(method: string, path: string, options: Options): Options {
  if (isOptions(options._query)) return options._query
  const operation = find(method, path)
  const documented = operation !== undefined && (operation.body || isAttach(operation))
  return only(options, (key) => !documented || operation.query.includes(key))
}

/**
 * The value for the JSON body, or undefined. An operation without a body gets one when an option is none of its query parameters:
 * the Engine then reports the unknown option.
 */
export function bodyOf(method: string, path: string, options: Options | undefined): unknown {
  if (options === undefined || method !== 'POST') return undefined
  if (options._body !== undefined) return options._body
  const operation = find(method, path)
  const whole = only(options, () => true)
  if (operation === undefined || operation.body) return whole
  if (isAttach(operation) || Object.keys(whole).every((key) => operation.query.includes(key))) return undefined
  return whole
}

function find(method: string, path: string): Operation | undefined {
  if (method !== 'POST') return undefined
  const route = path.replace(/^\/v\d[\w.-]*(?=\/)/, '').replace(/\?.*$/s, '')
  return operations.find((operation) => operation.route.test(route))
}

/** An attach never has a body: bytes after its head are the container's stdin. */
function isAttach({ query }: Operation): boolean {
  return query.includes('stdin')
}

function only(options: Options, wanted: (key: string) => boolean): Options {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !OWN.has(key) && wanted(key)))
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null
}
