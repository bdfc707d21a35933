// The LogPort of one task of a swarm's service, read through a manager. What the task is doing is what the finder's last listing says:
// an inspection sends nothing.
// Engine facts: a task's log by a manager is, byte for byte, its container's log on the node; `tail` counts exactly. The manager
// does not know how a node keeps its logs, nor the node's clock: so a log is read in snapshots unless it is known never to rotate.

import type { Engine } from '../../engine/engine.ts'
import { FairleadError } from '../../error.ts'
import type { SourcePort } from '../port/finder.ts'
import { PassedClock } from '../port/passed-clock.ts'
import type { ContainerState, Inspection, ReadHandle, ReadHandler, ReadRequest } from '../port/port.ts'
import { PortClock } from '../port/port-clock.ts'
import type { LogSource } from '../records/log-source.ts'
import type { SwarmTask } from './swarm-task.ts'
import { TaskRead } from './task-read.ts'

/** One task of a swarm. */
export class TaskPort extends PassedClock implements SourcePort {
  readonly #engine: Engine
  readonly #task: SwarmTask
  readonly #details: boolean
  readonly #clock: PortClock
  readonly #reads = new Set<TaskRead>()
  #isReffed = true
  #isClosed = false
  /** The end was inspected: the log was read to its end since. */
  #sawEnd = false
  /** It was followed beyond its end; or the last of the reads that do not follow began behind the end, and was clean. */
  #isWhole = false
  #wasClean = false

  constructor(engine: Engine, task: SwarmTask, details: boolean) {
    super()
    this.#engine = engine
    this.#clock = new PortClock(engine)
    this.#task = task
    this.#details = details
  }

  get source(): LogSource {
    return this.#task.source
  }

  read(request: ReadRequest, handler: ReadHandler): ReadHandle {
    if (this.#task.source.driver === 'none') return unreadable()
    const read = new TaskRead(this.#engine, this.#task, request, this.#details, handler, this.#clock)
    if (!this.#isReffed) read.unref()
    this.#reads.add(read)
    void read.ended.then(({ how }) => {
      this.#reads.delete(read)
      if (read.hasLastWords) this.#isWhole = true
      else if (!request.follow && !this.#isWhole) this.#wasClean = read.isBehindEnd && how === 'clean'
    })
    return read
  }

  async inspect(): Promise<Inspection> {
    if (this.#isClosed) throw new FairleadError('ERR_CLOSED', "the task's log was closed")
    const { source, maxSize, isLeaving } = this.#task
    const state = this.#look()
    return {
      state,
      isCutOff: state === 'gone' && !this.#isWhole && !this.#wasClean,
      tty: source.tty,
      // As of an Engine on which a connection to a rotating log is not to be trusted.
      engineMajor: 0,
      driver: source.driver,
      // What a task writes before it is removed comes on a connection, or it may not come at all.
      maxSize: isLeaving ? 0 : maxSize,
      clockAheadMs: 0,
      // A task runs once.
      isSameRun: true,
    }
  }

  /** A task never starts again: where it has ended, the next inspection says that it is gone. */
  onStart(callback: () => void): () => void {
    if (this.#task.state !== 'running') return this.#clock.after(0, callback)
    return this.#task.onChange(callback)
  }

  protected get clock(): PortClock {
    return this.#clock
  }

  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    for (const read of this.#reads) read[alive ? 'ref' : 'unref']()
  }

  close(): void {
    this.#isClosed = true
    this.#task.isRead = true
    this.#clock.close()
    for (const read of this.#reads) read.cancel()
  }

  /** `exited` once, so that the log is read to its end; then `gone`. */
  #look(): ContainerState {
    const { state } = this.#task
    if (state === 'running') return 'running'
    if (state === 'removed' || this.#sawEnd) {
      this.#task.isRead = true
      return 'gone'
    }
    this.#sawEnd = true
    return 'exited'
  }
}

/** What the Engine says of a log that its driver does not keep. A manager says nothing: such a log seems to be empty. */
function unreadable(): ReadHandle {
  const error = new FairleadError('ERR_ENGINE', 'the logging driver none keeps no log: expected another one')
  const ended = Promise.resolve({ how: 'refused', status: 501, error } as const)
  return { ended, pause() {}, resume() {}, cancel() {} }
}
