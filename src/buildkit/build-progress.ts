// A build in progress: typed events to iterate, lines(), or done() for the result. States: opening (session, request); reading;
// ended, with a result or an error; closed. Leaving the loop, close() and the signal cancel the build in the daemon.
// The first error of this side, and a daemon that broke the session's protocol, win over the daemon's own words.

import { optionalField } from '../engine/response/shape.ts'
import { EngineError, FairleadError, located } from '../error.ts'
import type { ProgressRecord } from '../recipes/images/progress.ts'
import { Outcome } from '../recipes/shared/outcome.ts'
import { type RecordSource, RecordStream } from '../recipes/shared/record-stream.ts'
import { BuildError } from './build-error.ts'
import type { BuildSession } from './session/session.ts'
import { type BuildEvent, BuildTrace, type BuildWarning } from './trace/build-events.ts'
import { BuildLines } from './trace/build-lines.ts'
import type { BuildStep } from './trace/build-steps.ts'
import { StepTail } from './trace/step-tail.ts'

/** What a build has made. */
export interface ImageBuildResult {
  /** `sha256:…`: the image's id, or its manifest's digest in a containerd store; undefined when the output is no image. */
  readonly imageId: string | undefined
  /** All steps, in order of appearance. */
  readonly steps: readonly BuildStep[]
  /** At most {@link MAX_BUILD_WARNINGS}. */
  readonly warnings: readonly BuildWarning[]
  /** What was sent of the context: files, and bytes of everything. */
  readonly sent: { readonly files: number; readonly bytes: number }
}

/** What a build is, for its progress. */
export interface BuildPlan {
  /** Opens the session with this signal. */
  session(signal: AbortSignal): Promise<BuildSession>
  /** Sends the request. */
  request(session: BuildSession, signal: AbortSignal): Promise<RecordSource<ProgressRecord>>
  /** Asks the daemon to cancel. Never rejects. */
  cancel(): void
  /** The Dockerfile's name. */
  readonly file: string
  /** What the build must have made when its stream ends. */
  readonly makes: 'image' | 'files' | 'nothing'
}

const FROM = 'POST /build'

/**
 * A build in progress, for one consumer: iterate the events, or read {@link lines}, or `await` {@link done}. Leaving the loop,
 * `close()` and the signal cancel the build.
 */
export class BuildProgress implements AsyncIterableIterator<BuildEvent>, AsyncDisposable {
  readonly #plan: BuildPlan
  readonly #records: RecordStream<ProgressRecord>
  readonly #trace = new BuildTrace()
  readonly #tail = new StepTail()
  readonly #outcome = new Outcome<BuildEvent, ImageBuildResult>('build', () => this.#advance())
  #queue: BuildEvent[] = []
  #session: BuildSession | undefined
  #broken: FairleadError | undefined
  #imageId: string | undefined
  #request: 'none' | 'sent' | 'cancelled' = 'none'
  #over = false

  /** @internal */
  constructor(plan: BuildPlan, signal: AbortSignal | undefined) {
    this.#plan = plan
    this.#records = new RecordStream(FROM, (inner) => this.#open(inner), signal)
  }

  /** Resolves when the build is under way: the daemon has begun to answer `POST /build`, or has a connection with the calls. Rejects with the request's error. */
  async ready(): Promise<this> {
    try {
      await this.#records.ready()
    } catch (error) {
      throw located(this.#fail(error))
    }
    return this
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /**
   * The next event. Rejects with a {@link BuildError} when the build has failed, with the error of this side if that was why
   * (ERR_LOCAL_FILE, ERR_BUILD_SERVICE, ERR_CREDENTIALS), with ERR_BUILD_SESSION, ERR_NO_BUILDKIT, ERR_ABORTED, the network's
   * errors, and with ERR_BODY_TAKEN after {@link done} has begun to read.
   */
  next(): Promise<IteratorResult<BuildEvent, undefined>> {
    return this.#outcome.next()
  }

  /** The events as lines of text without line ends: `#5 [2/3] RUN make`, `#5 0.346 output`, `#5 DONE 0.4s`. Rejects as {@link next}. */
  async *lines(): AsyncGenerator<string, void, undefined> {
    const lines = new BuildLines()
    try {
      for await (const event of this) yield* lines.take(event)
    } catch (error) {
      yield* lines.end()
      throw error
    }
    yield* lines.end()
  }

  /**
   * Resolves with the result at the end. Reads the events itself unless an iteration has begun. May be called several times.
   * Rejects with the errors of {@link next}, and with ERR_CLOSED when the loop was left before the end.
   */
  done(): Promise<ImageBuildResult> {
    return this.#outcome.done()
  }

  /** Cancels the build, as {@link close} does. */
  async return(): Promise<IteratorResult<BuildEvent, undefined>> {
    this.close()
    return { value: undefined, done: true }
  }

  /** Cancels the build and rejects with `error`. */
  async throw(error: unknown): Promise<IteratorResult<BuildEvent, undefined>> {
    this.close()
    throw error
  }

  /** Cancels the build unless it has ended, and closes its connections; {@link done} rejects with ERR_CLOSED. */
  close(): void {
    this.#fail(new FairleadError('ERR_CLOSED', 'the build was closed before its end: it was cancelled'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async #open(signal: AbortSignal): Promise<RecordSource<ProgressRecord>> {
    // Also while the daemon has not answered yet: it may be building already.
    const cancel = (): void => {
      this.#session?.close()
      if (!this.#over) this.#cancel()
    }
    signal.addEventListener('abort', cancel, { once: true })
    const session = await this.#plan.session(signal)
    this.#session = session
    void session.closed.then((error) => {
      if (error === undefined || this.#over) return
      this.#broken = error
      this.#cancel()
      this.#records.close()
    })
    try {
      this.#request = 'sent'
      return await this.#plan.request(session, signal)
    } catch (error) {
      session.close()
      throw error
    }
  }

  /** Asks the daemon to cancel what it was asked to build, once. */
  #cancel(): void {
    if (this.#request !== 'sent') return
    this.#request = 'cancelled'
    this.#plan.cancel()
  }

  async #advance(): Promise<IteratorResult<BuildEvent, undefined>> {
    try {
      for (;;) {
        const event = this.#queue.shift()
        if (event !== undefined) return { value: event, done: false }
        if (this.#over) return { value: undefined, done: true }
        const next = await this.#records.next()
        if (!next.done) this.#queue = this.#take(next.value)
        else if (!this.#isOver()) this.#finish()
      }
    } catch (error) {
      throw located(this.#fail(error))
    }
  }

  /** The daemon's stream has ended without an error. */
  #finish(): void {
    if (this.#broken !== undefined) throw this.#broken
    const { makes } = this.#plan
    if ((makes === 'image' && this.#imageId === undefined) || (makes === 'files' && !this.#session?.exported)) {
      throw new FairleadError(
        'ERR_BUILD_SESSION',
        'the stream of the build ended without its result and without an error',
      )
    }
    this.#over = true
    const { sent = { files: 0, bytes: 0 } } = this.#session ?? {}
    this.#session?.close()
    const { steps, warnings } = this.#trace
    this.#outcome.resolve({ imageId: this.#imageId, steps: steps.all, warnings, sent: { ...sent } })
  }

  /** Settles the build with an error, unless it has an outcome; returns the error that counts. */
  #fail(error: unknown): unknown {
    if (this.#over) return error
    const failure = this.#reasonOf(error)
    const isDaemons = error instanceof EngineError
    if (!isDaemons) this.#cancel()
    this.#over = true
    this.#records.close()
    this.#session?.close()
    this.#outcome.reject(failure)
    return failure
  }

  #reasonOf(error: unknown): unknown {
    const isOwn = error instanceof FairleadError && (error.code === 'ERR_ABORTED' || error.code === 'ERR_CLOSED')
    if (isOwn) return error
    if (this.#broken !== undefined) return this.#broken
    const local = this.#session?.failure
    if (local !== undefined) return local
    if (!(error instanceof EngineError) || error.code !== 'ERR_ENGINE_STREAM') return error
    const step = this.#trace.steps.all.find(({ state }) => state === 'failed')
    const { status, method, path, reason, detailCode } = error
    const lines = step === undefined ? [] : this.#tail.of(step)
    return new BuildError({ status, method, path, reason, detailCode }, { step, lines, file: this.#plan.file })
  }

  #take(record: ProgressRecord): BuildEvent[] {
    if (record.id === 'moby.buildkit.trace') {
      const events = this.#trace.take(record.aux)
      for (const event of events) if (event.type === 'log') this.#tail.add(event.step, event.text)
      return events
    }
    if (record.id !== 'moby.image.id') return []
    const id = optionalField(FROM, record, 'aux.ID', 'string')
    if (id === undefined) return []
    this.#imageId = id
    return [{ type: 'image', id }]
  }

  #isOver(): boolean {
    return this.#over
  }
}
