// Faults on demand: which answers are spoilt, and how. What changes the framing (rechunk, wrongLength) is done by
// answer.ts; what changes the transport is done by FaultyOutlet in faulty-outlet.ts.

import { FairleadError } from '../error.ts'

/** How an answer is spoilt. Plans combine; all counts are bytes, all times milliseconds. */
export interface FaultPlan {
  /** The body in HTTP chunks of this many bytes, across record boundaries, as a proxy may cut it; the last of a burst is shorter. Makes every body chunked. */
  rechunk?: number
  /** The answer in writes of `bytes`, `ms` apart. */
  trickle?: { bytes: number; ms: number }
  /** After this many bytes of the whole answer (0 for none at all) the connection is ended: the client sees a FIN. */
  cutAfter?: number
  /** The same with a TCP reset. A unix socket has none: there it is a cut. */
  resetAfter?: number
  /** Before the head. */
  delayHead?: number
  /** Between head and body. */
  delayBody?: number
  /** Added to the announced Content-Length, or to the first chunk's announced size. */
  wrongLength?: number
  /** The request is read and never answered; the connection stays open. */
  silent?: true
  /** Attach and exec: 200 in place of 101, as behind a proxy that takes the upgrade away; still both ways. */
  answer200?: true
  /** Attach and exec: 200 in chunks, as behind a proxy that buffers; nothing that the client sends arrives. */
  chunked200?: true
  /** Attach and exec: the head leaves with the first bytes of the stream, in one write. */
  headWithBody?: true
  /** Attach and exec: the stream ends without a FIN; the client has to notice in another way. */
  neverFin?: true
  /** Another's answer in place of the engine's, for example a proxy's 403; the connection is closed behind it. */
  instead?: { status: number; type: string; body: string }
}

/** What a fault's `match` sees of a request. */
export interface SeenRequest {
  readonly method: string
  /** As asked, version prefix and query included. */
  readonly target: string
  /** Decoded, without version prefix and query. */
  readonly path: string
  /** As in the prefix, without `v`; absent where the request had none. */
  readonly version?: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** Which answers are spoilt, how often, and how. */
export interface Fault {
  /** A function of the request, or a pattern for `METHOD /path` (without version prefix and query). Absent: every request. */
  match?: ((request: SeenRequest) => boolean) | RegExp
  /** How many answers, then the fault is used up. Absent: all. */
  times?: number
  plan: FaultPlan
}

/** The faults of one engine, oldest first; the first that matches a request is taken. */
export class Faults {
  readonly #faults: { fault: Fault; left: number }[] = []

  /** Returns a function that takes the fault away. Throws ERR_OPTION for a count that cannot be. */
  add(fault: Fault): () => void {
    for (const name of ['rechunk', 'cutAfter', 'resetAfter', 'delayHead', 'delayBody'] as const) {
      check(name, fault.plan[name], name === 'rechunk' ? 1 : 0)
    }
    check('trickle.bytes', fault.plan.trickle?.bytes, 1)
    check('trickle.ms', fault.plan.trickle?.ms, 0)
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
    this.#faults.push(entry)
    return () => {
      entry.left = 0
    }
  }

  clear(): void {
    this.#faults.length = 0
  }

  /** The plan for the answer to `request`, counted as used. */
  take(request: SeenRequest): FaultPlan | undefined {
    for (const entry of this.#faults) {
      if (entry.left > 0 && matches(entry.fault.match, request)) {
        entry.left--
        return entry.fault.plan
      }
    }
    return undefined
  }
}

function matches(match: Fault['match'], request: SeenRequest): boolean {
  if (match === undefined) return true
  if (typeof match === 'function') return match(request)
  match.lastIndex = 0
  return match.test(`${request.method} ${request.path}`)
}

function check(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(value >= least && Number.isFinite(value))) {
    throw new FairleadError('ERR_OPTION', `fault plan: ${name} is ${value}, and must be a number of at least ${least}`)
  }
}
