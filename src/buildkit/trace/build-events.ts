// The events of a build, from BuildKit's StatusResponse: steps, statuses, log pieces, warnings.
// The end of a step comes after its output of the same report, so that events can be shown in their order.

import { FairleadError } from '../../error.ts'
import { StatusResponse, type VertexLog, type VertexStatus, type VertexWarning } from '../proto/messages.ts'
import { decode } from '../proto/protobuf.ts'
import { type BuildStep, BuildSteps, msOf } from './build-steps.ts'

/** The most warnings of a build that its result keeps. */
export const MAX_BUILD_WARNINGS = 1_000

/** A range in a Dockerfile: lines from 1, characters from 0. */
export interface BuildRange {
  readonly start: { readonly line: number; readonly character: number }
  readonly end: { readonly line: number; readonly character: number }
}

/** A warning: a rule of the Dockerfile's linter, for example. */
export interface BuildWarning {
  readonly step: BuildStep
  /** 1 is the most important. */
  readonly level: number
  /** One line. */
  readonly message: string
  readonly detail: readonly string[]
  /** Where the rule is explained; '' if nowhere. */
  readonly url: string
  /** The Dockerfile's name; '' if the warning is about none. */
  readonly file: string
  readonly ranges: readonly BuildRange[]
}

/** Progress within a step: a transfer, a layer that is unpacked. */
export interface BuildStatus {
  /** `transferring context:`, `extracting sha256:…`. */
  readonly id: string
  readonly name: string
  /** Done so far, mostly in bytes. */
  readonly current: number
  /** The whole; 0: unknown. */
  readonly total: number
  /** In ms since 1970. */
  readonly started: number | undefined
  /** In ms since 1970; undefined while it goes on. */
  readonly completed: number | undefined
}

/** One event of a build. */
export type BuildEvent =
  /** A step has appeared, or its state has changed. */
  | { readonly type: 'step'; readonly step: BuildStep }
  | { readonly type: 'status'; readonly step: BuildStep; readonly status: BuildStatus }
  /** A piece of a step's output, as the daemon read it: with line ends, or without. `time` is in ms since 1970. */
  | {
      readonly type: 'log'
      readonly step: BuildStep
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
      readonly time: number | undefined
    }
  | { readonly type: 'warning'; readonly warning: BuildWarning }
  /** The image is made. The id is its digest. */
  | { readonly type: 'image'; readonly id: string }

/** Makes a build's events of its trace. */
export class BuildTrace {
  readonly steps = new BuildSteps()
  /** At most {@link MAX_BUILD_WARNINGS}. */
  readonly warnings: BuildWarning[] = []
  /** A character may be cut apart between two pieces. */
  readonly #decoders = new Map<string, InstanceType<typeof TextDecoder>>()

  /**
   * Takes the `aux` of one record `moby.buildkit.trace`: the bytes of a StatusResponse, or their base64 text.
   * @throws FairleadError ERR_BUILD_SESSION when it is neither
   */
  take(aux: unknown): BuildEvent[] {
    const bytes = typeof aux === 'string' ? Buffer.from(aux, 'base64') : aux
    if (!(bytes instanceof Uint8Array)) {
      throw new FairleadError('ERR_BUILD_SESSION', 'a trace record of the build has no text')
    }
    const { vertexes, statuses, logs, warnings } = decode(StatusResponse, bytes)
    const events: BuildEvent[] = []
    const ended: BuildEvent[] = []
    for (const vertex of vertexes) {
      const step = this.steps.add(vertex)
      // What a step has written in the same report comes before its end.
      if (step !== undefined) (step.completed === undefined ? events : ended).push({ type: 'step', step })
    }
    for (const status of statuses) events.push(this.#status(status))
    for (const log of logs) events.push(this.#log(log))
    for (const warning of warnings) events.push({ type: 'warning', warning: this.#warning(warning) })
    return [...events, ...ended]
  }

  #status({ id, vertex, name, current, total, started, completed }: VertexStatus): BuildEvent {
    const status = { id, name, current, total, started: msOf(started), completed: msOf(completed) }
    return { type: 'status', step: this.steps.find(vertex), status }
  }

  #log({ vertex, stream, data, timestamp }: VertexLog): BuildEvent {
    const kind = stream === 2 ? 'stderr' : 'stdout'
    const key = `${kind}:${vertex}`
    const decoder = this.#decoders.get(key) ?? new TextDecoder()
    this.#decoders.set(key, decoder)
    const text = decoder.decode(data, { stream: true })
    return { type: 'log', step: this.steps.find(vertex), stream: kind, text, time: msOf(timestamp) }
  }

  #warning({ vertex, level, short, detail, url, info, ranges }: VertexWarning): BuildWarning {
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
    const place = (position: { line: number; character: number } | undefined) => ({
      line: position?.line ?? 0,
      character: position?.character ?? 0,
    })
    const warning: BuildWarning = {
      step: this.steps.find(vertex),
      level,
      message: text(short),
      detail: detail.map(text),
      url,
      file: info?.file ?? '',
      ranges: ranges.map(({ start, end }) => ({ start: place(start), end: place(end) })),
    }
    if (this.warnings.length < MAX_BUILD_WARNINGS) this.warnings.push(warning)
    return warning
  }
}
