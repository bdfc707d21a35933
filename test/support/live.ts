// The real Engine of this run, for a test file: `const { host, skip } = liveEngine()` and then `test('…', { skip }, …)`. run.ts starts
// it and passes it to node:test's child processes in the environment. With FAIRLEAD_REQUIRE_LIVE=1 its absence is an error instead of
// a skip.

/** The key of the label that everything made on a live Engine carries. */
export const labelKey = 'fairlead.test'

/** The run's name in its label, if the tests have started the Engine. */
export const PRIVATE_RUN = 'private'

/** What run.ts passes to the test processes. */
export type LiveFacts = { host: string; name: string; run: string; skip?: never } | { skip: string }

const variable = 'FAIRLEAD_LIVE_FACTS'
const podmanVariable = 'FAIRLEAD_LIVE_PODMAN_FACTS'

/** Stores the facts in the environment of the test processes. */
export function writeFacts(environment: NodeJS.ProcessEnv, facts: LiveFacts): void {
  environment[variable] = JSON.stringify(facts)
}

/** As {@link writeFacts}, for Podman. */
export function writePodmanFacts(environment: NodeJS.ProcessEnv, facts: LiveFacts): void {
  environment[podmanVariable] = JSON.stringify(facts)
}

/** The Engine to test with, or why none exists. `own` is false for one that the user named. */
export type LiveEngine =
  | { host: string; name: string; own: boolean; skip: false }
  | { host: ''; name: ''; own: false; skip: string }

/** Throws if none exists although FAIRLEAD_REQUIRE_LIVE requires one. */
export function liveEngine(): LiveEngine {
  const facts = readFacts()
  if (facts.skip === undefined) {
    return { host: facts.host, name: facts.name, own: facts.run === PRIVATE_RUN, skip: false }
  }
  if (process.env.FAIRLEAD_REQUIRE_LIVE === '1') throw new Error(`a live Engine is required: ${facts.skip}`)
  // The rest of the reason, a log's last lines, is once in the run's summary.
  return { host: '', name: '', own: false, skip: `no live Engine: ${facts.skip.split('\n')[0]}` }
}

/**
 * The private Podman of this run, or why none exists. A file that calls this makes the runner start one, unless FAIRLEAD_TEST_HOST
 * names the Engine to test. Throws if none exists although FAIRLEAD_REQUIRE_LIVE requires one.
 */
export function livePodman(): LiveEngine {
  const stored = process.env[podmanVariable]
  const facts: LiveFacts = stored === undefined ? { skip: 'run through `npm test`' } : JSON.parse(stored)
  if (facts.skip === undefined) return { host: facts.host, name: facts.name, own: true, skip: false }
  if (process.env.FAIRLEAD_REQUIRE_LIVE === '1' && !process.env.FAIRLEAD_TEST_HOST) {
    throw new Error(`a live Podman is required: ${facts.skip}`)
  }
  return { host: '', name: '', own: false, skip: `no live Podman: ${facts.skip.split('\n')[0]}` }
}

/**
 * Labels for everything that this process creates on the live Engine (containers, volumes, networks). `fairlead.test` is the same
 * for the whole run, which removes everything with it. `fairlead.process` is for a file's own lists.
 */
export function liveLabels(): Record<string, string> {
  const facts = readFacts()
  return { [labelKey]: facts.skip === undefined ? facts.run : 'none', 'fairlead.process': String(process.pid) }
}

/** What {@link withoutNetwork} looks at in the body of ContainerCreate. */
interface ContainerBody {
  readonly Labels?: Readonly<Record<string, string>> | null | undefined
  readonly HostConfig?: object | null | undefined
}

/**
 * On the private Engine: the body of a container without a network of its own, unless it names one. Elsewhere: the body as it is.
 * Engine fact: a hook that starts dockerd's whole program sets up a container's own network, `none` too: half of the CPU of a start.
 * The private Engine's network is a namespace with lo alone, which its containers can share.
 */
export function withoutNetwork<B extends object>(body: B): B {
  const { Labels, HostConfig }: ContainerBody = body
  if (Labels?.[labelKey] !== PRIVATE_RUN) return body
  return { ...body, HostConfig: { NetworkMode: 'host', ...HostConfig } }
}

/** The body of a container of this process on the live Engine: with {@link liveLabels}, and as {@link withoutNetwork}. */
export function liveBody<B extends object>(body: B): B {
  const { Labels }: ContainerBody = body
  return withoutNetwork({ ...body, Labels: { ...liveLabels(), ...Labels } })
}

function readFacts(): LiveFacts {
  const stored = process.env[variable]
  if (stored !== undefined) return JSON.parse(stored) as LiveFacts
  // A single file without the runner: an Engine that the user names is used as it is, and none is started.
  const host = process.env.FAIRLEAD_TEST_HOST
  if (host && host !== 'none') return { host, name: host, run: `hand-${process.pid}` }
  return { skip: 'run through `npm test`, or name one in FAIRLEAD_TEST_HOST' }
}
