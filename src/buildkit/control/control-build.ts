// A build by Control: Solve asks for it, Status reports its progress, Solve's response is its result. What POST /build takes as a query is
// made into a SolveRequest here, as the daemon does it.
// Engine facts: Status waits some seconds for a build that Solve has refused. The build ends when the call of Solve is cancelled.

import { randomBytes } from 'node:crypto'
import type { ImageBuildQuery } from '../../engine/schema.ts'
import { abortError, EngineError, FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import type { ProgressRecord } from '../../recipes/images/progress.ts'
import type { RecordSource } from '../../recipes/shared/record-stream.ts'
import { parseReference } from '../../recipes/shared/reference.ts'
import type { Sendable } from '../proto/protobuf.ts'
import type { GrpcClient } from './client.ts'
import type { ClientCall } from './client-call.ts'
import { SolveRequest, SolveResponse, StatusRequest } from './control-messages.ts'

/** How long one of a build's two calls may outlast the other's end, in ms. */
const STATUS_GRACE_MS = 3_000

/** The progress of a build by Control, as records of POST /build. */
export class ControlBuild implements RecordSource<ProgressRecord> {
  readonly status = 200
  readonly #control: GrpcClient
  readonly #signal: AbortSignal
  readonly #solve: ClientCall
  readonly #progress: ClientCall

  /** Begins. @throws FairleadError ERR_OPTION for what this way cannot express, and when the connection has ended. */
  constructor(control: GrpcClient, query: ImageBuildQuery, signal: AbortSignal) {
    const ref = randomBytes(16).toString('hex')
    const request = solveRequest(ref, query)
    this.#control = control
    this.#signal = signal
    this.#solve = control.call('Solve')
    this.#solve.write(SolveRequest, request).catch(ignore)
    this.#solve.end()
    this.#progress = control.call('Status')
    this.#progress.write(StatusRequest, { ref }).catch(ignore)
    this.#progress.end()
  }

  async *records(): AsyncGenerator<ProgressRecord, void, undefined> {
    try {
      yield* this.#all()
    } catch (error) {
      throw this.#signal.aborted ? abortError(this.#signal.reason) : error
    }
  }

  /** Has the daemon end the build. */
  cancel(): void {
    this.#solve.cancel()
  }

  close(): void {
    this.cancel()
    this.#progress.cancel()
  }

  ref(): this {
    this.#control.ref()
    return this
  }

  unref(): this {
    this.#control.unref()
    return this
  }

  async *#all(): AsyncGenerator<ProgressRecord, void, undefined> {
    const result = this.#solve.response(SolveResponse)
    let first: unknown
    result.then(
      () => endSoon(this.#progress),
      (error: unknown) => {
        first ??= error
        // The last words of a build that has failed may still come.
        if (error instanceof EngineError) endSoon(this.#progress)
        else this.#progress.cancel()
      },
    )
    try {
      for (let bytes = await this.#progress.read(); bytes !== undefined; bytes = await this.#progress.read()) {
        yield { id: 'moby.buildkit.trace', aux: bytes }
      }
    } catch (error) {
      first ??= error
      endSoon(this.#solve)
    }
    const { exporter } = await result.catch((error: unknown) => {
      // The build's own failure says more than that its progress has broken off.
      throw error instanceof EngineError ? error : first
    })
    const id = exporter.get('containerimage.digest')
    if (id !== undefined) yield { id: 'moby.image.id', aux: { ID: id } }
  }
}

function endSoon(call: ClientCall): void {
  const timer = setTimeout(() => call.cancel(), STATUS_GRACE_MS)
  call.onClose(() => clearTimeout(timer))
}

function solveRequest(ref: string, query: ImageBuildQuery): Sendable<typeof SolveRequest> {
  const { session, networkmode, buildargs = {}, labels = {}, outputs, cachefrom } = query
  const exporter = outputs === undefined ? 'moby' : (JSON.parse(outputs) as [{ Type: string }])[0].Type
  const named = [query.t ?? []].flat().map(fullName)
  const attributes = {
    filename: query.dockerfile,
    context: query.remote === 'client-session' ? undefined : query.remote,
    target: query.target,
    platform: query.platform,
    'image-resolve-mode': query.pull ? 'pull' : 'default',
    'no-cache': query.nocache ? '' : undefined,
    'cache-from': cachefrom && (JSON.parse(cachefrom) as string[]).join(),
    'force-network-mode': networkmode === 'default' ? undefined : networkmode,
    'add-hosts': [query.extrahosts ?? []].flat().map(hostLine).join() || undefined,
    'shm-size': query.shmsize?.toString(),
    ...prefixed('build-arg', buildargs),
    ...prefixed('label', labels),
  }
  const exports = /^(1|t|true)$/i.test(buildargs.BUILDKIT_INLINE_CACHE ?? '') ? [{ type: 'inline' }] : []
  const one = { type: exporter, attributes: mapOf({ name: named.join() || undefined }) }
  return {
    ref,
    session,
    frontend: 'dockerfile.v0',
    attributes: mapOf(attributes),
    cache: { exports },
    entitlements: networkmode === 'host' ? ['network.host'] : [],
    // To export nothing is to name no exporter.
    ...(exporter !== 'cacheonly' && {
      exporter,
      exporterAttributes: one.attributes,
      exporters: [one],
    }),
  }
}

/** Engine fact: POST /build adds the tag; the exporter does not. */
function fullName(reference: string): string {
  const { name, tag = 'latest' } = parseReference(reference)
  return `${name}:${tag}`
}

/** `host:address` as BuildKit writes it. */
function hostLine(line: string): string {
  const colon = line.indexOf(':')
  const address = line.slice(colon + 1)
  if (address === 'host-gateway') {
    throw new FairleadError(
      'ERR_OPTION',
      "buildImage(): extraHosts: only via 'build' does the Engine know host-gateway: write the host's address",
    )
  }
  if (colon < 1 || address === '') {
    throw new FairleadError('ERR_OPTION', 'buildImage(): extraHosts: expected lines of host:address')
  }
  return `${line.slice(0, colon)}=${address}`
}

function prefixed(prefix: string, values: Readonly<Record<string, string | null>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}:${name}`, value ?? undefined]))
}

function mapOf(values: Readonly<Record<string, string | undefined>>): Map<string, string> {
  return new Map(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function ignore(): void {}
