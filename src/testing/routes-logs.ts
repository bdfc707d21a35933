// GET /containers/{id}/logs: every record a frame, every frame a chunk (moby daemon/logs.go, httputils/write_log_stream.go).
// What is ready goes out in one batch a turn; the follower's position moves when the socket has taken its batch.

import { FRAME_HEADER_BYTES, frameKinds, writeFrameHeader } from '../stream/mux.ts'
import type { Answer } from './answer.ts'
import { compare, fixedStamp, type Instant } from './clock.ts'
import type { Container } from './container.ts'
import type { RecordBatch } from './frame-batch.ts'
import type { Follower, Segment } from './record-log.ts'
import { Refusal } from './refusal.ts'
import { timeParameter } from './request.ts'
import { type Call, type Route, versionBelow } from './router.ts'
import { whenAborted } from './when.ts'

export interface Selection {
  readonly stdout: boolean
  readonly stderr: boolean
  readonly since: Instant | undefined
  readonly until: Instant | undefined
  readonly timestamps: boolean
  /** What `details=1` puts before each record, with its space; empty without. */
  readonly details: Buffer
  readonly framed: boolean
}

/** Walks the log's records and writes the selected ones. */
export class LogWriter {
  /** An `until` was passed: no more. */
  finished = false
  #segment: Segment
  #index: number
  readonly #selection: Selection
  readonly #batch: RecordBatch

  constructor(start: { segment: Segment; index: number }, selection: Selection, batch: RecordBatch) {
    this.#segment = start.segment
    this.#index = start.index
    this.#selection = selection
    this.#batch = batch
  }

  /** Bytes of the log that lie behind. */
  get position(): number {
    const { ends, firstByte } = this.#segment
    return firstByte + (this.#index === 0 ? 0 : ends[this.#index - 1]!)
  }

  /** Fills the batch from what lies before `limit` (bytes of the log); false when there is nothing more. */
  fill(limit: number): boolean {
    const batch = this.#batch
    const { since, until } = this.#selection
    while (!batch.full) {
      const segment = this.#segment
      if (this.position >= limit) return false
      if (this.#index === segment.count) {
        if (!segment.next) return false
        this.#segment = segment.next
        this.#index = 0
        continue
      }
      const index = this.#index++
      if (since || until) {
        const time = { seconds: segment.seconds[index]!, nanos: segment.nanos[index]! }
        if (since && compare(time, since) < 0) continue
        if (until && compare(time, until) > 0) {
          this.finished = true
          return false
        }
      }
      this.#write(segment, index)
    }
    return true
  }

  #write(segment: Segment, index: number): void {
    const { stdout, stderr, timestamps, details, framed } = this.#selection
    const kind = segment.kinds[index]!
    if (kind === frameKinds.stdout ? !stdout : !stderr) return
    const start = index === 0 ? 0 : segment.ends[index - 1]!
    const end = segment.ends[index]!
    const size = (timestamps ? 31 : 0) + details.length + end - start
    const batch = this.#batch
    batch.openChunk(framed ? size + FRAME_HEADER_BYTES : size)
    const { bytes } = batch
    let { at } = batch
    if (framed) {
      writeFrameHeader(bytes, at, kind, size)
      at += FRAME_HEADER_BYTES
    }
    if (timestamps) at += bytes.write(`${fixedStamp(segment.seconds[index]!, segment.nanos[index]!)} `, at, 'latin1')
    if (details.length > 0) at += details.copy(bytes, at)
    const from = segment.bytes
    if (end - start > 48) at += from.copy(bytes, at, start, end)
    else for (let next = start; next < end; ) bytes[at++] = from[next++]!
    batch.at = at
    batch.closeChunk()
  }
}

async function logs({ answer, daemon, params, query, version, signal }: Call): Promise<void> {
  const stdout = query.flag('stdout')
  const stderr = query.flag('stderr')
  if (!stdout && !stderr) throw new Refusal(400, 'Bad parameters: you must choose at least one stream')
  const container = daemon.containers.find(params[0]!)
  if (container.hostConfig.LogConfig.Type === 'none') {
    throw new Refusal(501, 'configured logging driver does not support reading')
  }
  const untilText = query.text('until')
  const selection: Selection = {
    stdout,
    stderr,
    since: timeParameter(query.text('since')),
    until: untilText === '0' ? undefined : timeParameter(untilText),
    timestamps: query.flag('timestamps'),
    details: Buffer.from(query.flag('details') ? `${attributes(container)} ` : ''),
    framed: !container.config.Tty,
  }
  const tail = /^\+?\d+$/.test(query.text('tail')) ? Number(query.text('tail')) : undefined
  const { log } = container
  const run = query.flag('follow') && container.running ? container.run : undefined
  const writer = new LogWriter(log.from(tail), selection, answer.batch)
  if (!versionBelow(version, '1.42')) answer.set('Content-Type', streamType(selection.framed))
  if (run === undefined) await copyTo(writer, answer, log.bytes, signal)
  else await follow(container, writer, answer, signal)
}

function streamType(framed: boolean): string {
  return framed ? 'application/vnd.docker.multiplexed-stream' : 'application/vnd.docker.raw-stream'
}

/** All that was written when the request came. */
async function copyTo(writer: LogWriter, answer: Answer, limit: number, signal: AbortSignal): Promise<void> {
  await answer.begin()
  while (writer.fill(limit) && !answer.closed && !signal.aborted) await answer.flush()
  await answer.end()
}

/** The log as it grows, until the run ends that was on when the request came. */
async function follow(container: Container, writer: LogWriter, answer: Answer, signal: AbortSignal): Promise<void> {
  const { log } = container
  const run = container.run!
  let wake = () => {}
  let woken = false
  const follower: Follower = {
    position: writer.position,
    onGrow() {
      if (woken) return
      woken = true
      setImmediate(() => wake())
    },
  }
  const gone = whenAborted(signal)
  log.follow(follower)
  try {
    await answer.begin()
    while (!signal.aborted && !answer.closed) {
      woken = false
      const grown = new Promise<void>((resolve) => {
        wake = resolve
      })
      const { ended } = run
      const more = writer.fill(ended ? run.logEnd : Number.POSITIVE_INFINITY)
      await answer.flush()
      follower.position = writer.position
      log.progress()
      if (more) continue
      if (writer.finished || ended) break
      await Promise.race([grown, gone.promise])
    }
    await answer.end()
  } finally {
    gone.cancel()
    log.unfollow(follower)
  }
}

/** The labels and environment that the log options name, as `details` shows them: sorted and query-escaped. */
function attributes({ config, hostConfig }: Container): string {
  const { labels = '', env = '' } = hostConfig.LogConfig.Config
  const found: [string, string][] = []
  for (const name of labels.split(',')) {
    const value = config.Labels[name]
    if (value !== undefined) found.push([name, value])
  }
  for (const name of env.split(',')) {
    const entry = config.Env?.find((each) => each.startsWith(`${name}=`))
    if (entry !== undefined) found.push([name, entry.slice(name.length + 1)])
  }
  const escaped = found.sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.map(queryEscape).join('='))
  return escaped.join(',')
}

/** Go's url.QueryEscape. */
function queryEscape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

export const logRoutes: readonly Route[] = [{ method: 'GET', pattern: '/containers/{name}/logs', handle: logs }]
