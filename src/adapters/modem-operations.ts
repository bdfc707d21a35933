// Which of a POST's options go into the query and whether they are the body too, of the operations that dockerode asks for
// with one object for both (Engine API, "Query parameters" of each). docker-modem sends everything both ways: the whole
// container with its environment in the URL, and an attach's options into the container's stdin.

/** What dockerode hands on of its caller's options. */
export type Options = Record<string, unknown>

interface Operation {
  /** The route's shape, the version cut off. */
  route: RegExp
  query: readonly string[]
  /** Whether there is a body at all. */
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

/** Keys that are for the client alone. */
const OWN = new Set(['authconfig', 'registryconfig', 'abortSignal', '_query', '_body'])

/** What goes into the query: `_query` where it is given; of an operation with a body what its query has; else everything. */
export function queryOf(method: string, path: string, options: Options): Options {
  if (isOptions(options._query)) return options._query
  const operation = find(method, path)
  const documented = operation !== undefined && (operation.body || isAttach(operation))
  return only(options, (key) => !documented || operation.query.includes(key))
}

/**
 * What goes into the body as JSON, undefined where there is none. What an operation without a body does not know is sent as
 * one all the same: the Engine then says what it thinks of it.
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
  const route = path.replace(/^\/v\d+\.\d+(?=\/)/, '').replace(/\?.*$/s, '')
  return operations.find((operation) => operation.route.test(route))
}

/** Whatever follows an attach's head is the container's stdin. */
function isAttach({ query }: Operation): boolean {
  return query.includes('stdin')
}

function only(options: Options, wanted: (key: string) => boolean): Options {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !OWN.has(key) && wanted(key)))
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null
}
