// Fault injection: which responses get a fault, and which. response-writer.ts and batch.ts apply the faults of the framing
// (rechunk, wrongLength), FaultySink in faulty-sink.ts those of the transport.

import {
  ANY,
  BOOLEAN,
  COUNT,
  checkOptions,
  INTEGER,
  type Kinds,
  LIMIT,
  MS,
  OBJECT,
  POSITIVE,
  TEXT,
} from '../../check.ts'

/** The faults of one response. They can be combined. Counts are bytes, times are milliseconds. */
export interface FaultPlan {
  /** Splits the body into HTTP chunks of this many bytes, across record boundaries, as a proxy may. The last one of a burst is shorter. Makes every body chunked. */
  rechunk?: number
  /** Sends the response in writes of `bytes`, with pauses of `ms`. */
  trickle?: { bytes: number; ms: number }
  /** Ends the connection after this many bytes of the response, its head included: the client receives a FIN. 0: nothing is sent. */
  cutAfter?: number
  /** The same with a TCP reset. A unix socket has no reset: there the client receives a FIN. */
  resetAfter?: number
  /** The delay before the head. */
  delayHead?: number
  /** The delay between head and body. */
  delayBody?: number
  /** Added to the announced Content-Length, or to the first chunk's announced size. */
  wrongLength?: number
  /** Reads the request and never responds. The connection stays open. */
  silent?: true
  /** Attach and exec: responds with 200 instead of 101, as behind a proxy that removes the upgrade. Both directions still work. */
  status200?: true
  /** Attach and exec: responds with 200 and chunks, as behind a proxy that buffers. What the client sends is lost. */
  chunked200?: true
  /** Attach and exec: sends the head and the first bytes of the stream in one write. */
  headWithBody?: true
  /** Attach and exec: ends the stream without a FIN. */
  neverFin?: true
  /** Sends this response instead of the engine's, such as a proxy's 403, and closes the connection. */
  instead?: { status: number; type: string; body: string }
}

/** A request that the embedded engine received: what `requests` lists and a fault's `match` receives. */
export interface SeenRequest {
  /** The method: `GET`, `POST` … */
  readonly method: string
  /** The request target as it was sent, with version prefix and query. */
  readonly target: string
  /** The decoded path, without version prefix and query. */
  readonly path: string
  /** The API version of the prefix, without `v`; absent if the request had no prefix. */
  readonly version?: string
  /** The header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** A fault to inject: into which responses, how often, and what. */
export interface Fault {
  /** A function of the request, or a pattern for `METHOD /path` (without version prefix and query). Default: every request. */
  match?: ((request: SeenRequest) => boolean) | RegExp
  /** After this many responses the fault is removed. Default: never. */
  times?: number
  /** What happens to the response. */
  plan: FaultPlan
}

const FAULT: Kinds<Fault> = { match: ANY, times: LIMIT, plan: OBJECT }
const PLAN: Kinds<FaultPlan> = {
  rechunk: POSITIVE,
  trickle: OBJECT,
  cutAfter: COUNT,
  resetAfter: COUNT,
  delayHead: MS,
  delayBody: MS,
  wrongLength: INTEGER,
  silent: BOOLEAN,
  status200: BOOLEAN,
  chunked200: BOOLEAN,
  headWithBody: BOOLEAN,
  neverFin: BOOLEAN,
  instead: OBJECT,
}
const TRICKLE: Kinds<NonNullable<FaultPlan['trickle']>> = { bytes: POSITIVE, ms: MS }
const INSTEAD: Kinds<NonNullable<FaultPlan['instead']>> = { status: COUNT, type: TEXT, body: TEXT }

/** The faults of one embedded engine. A request gets the oldest fault that matches it. */
export class Faults {
  readonly #faults = new Set<{ fault: Fault; left: number }>()

  /** Adds a fault and returns a function that removes it. Throws ERR_OPTION for an unknown or invalid field. */
  add(fault: Fault): () => void {
    const where = 'faults.add()'
    checkOptions(where, fault, FAULT)
    const { trickle, instead } = fault.plan
    checkOptions(where, fault.plan, PLAN, 'plan.')
    if (trickle !== undefined) checkOptions(where, trickle, TRICKLE, 'trickle.')
    if (instead !== undefined) checkOptions(where, instead, INSTEAD, 'instead.')
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
    this.#faults.add(entry)
    return () => {
      entry.left = 0
      this.#faults.delete(entry)
    }
  }

  /** Removes every fault. */
  clear(): void {
    this.#faults.clear()
  }

  /** The plan for the response to `request`; counts it as used. */
  take(request: SeenRequest): FaultPlan | undefined {
    for (const entry of this.#faults) {
      if (entry.left > 0 && matches(entry.fault.match, request)) {
        if (--entry.left <= 0) this.#faults.delete(entry)
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
