// GET /containers/{id}/logs: each record is one frame, each frame one chunk (moby daemon/logs.go, httputils/write_log_stream.go).
// All records that are ready go out in one batch. The follower's position advances when the socket has accepted the batch.

import { setImmediate } from '../../net/base/timers.ts'
import { FRAME_HEADER_BYTES, frameKinds, writeFrameHeader } from '../../stream/parse/mux.ts'
import { compare, fixedStamp, type Instant } from '../base/clock.ts'
import { HttpError } from '../base/http-error.ts'
import { whenAborted } from '../base/waits.ts'
import type { Container } from '../daemon/container.ts'
import type { DaemonOptions } from '../daemon/daemon.ts'
import type { Follower, Segment } from '../daemon/record-log.ts'
import type { RecordBatch } from '../http/frame-batch.ts'
import { timeParameter } from '../http/request.ts'
import type { ResponseWriter } from '../http/response-writer.ts'
import { type Route, type RouteContext, versionBelow } from './router.ts'

/** The major version since which a follower of a truncated log hangs. */
const HANGS_SINCE = 23

/** Which records of a log to send, and in which form. */
export interface Selection {
  readonly stdout: boolean
  readonly stderr: boolean
  readonly since: Instant | undefined
  readonly until: Instant | undefined
  readonly timestamps: boolean
  /** The text of `details=1` before each record, with its space; else empty. */
  readonly details: Buffer
  /** Whether each record is a frame; else raw bytes, as of a TTY. */
  readonly framed: boolean
}

/** Writes the selected records of a log into a batch. */
export class LogWriter {
  /** A record after `until` was reached: no more follow. */
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

  /** How many bytes of the log were read. */
  get position(): number {
    const { ends, firstByte } = this.#segment
    return firstByte + (this.#index === 0 ? 0 : ends[this.#index - 1]!)
  }

  /** Goes on with the newest file, where that is more than one rotation ahead: what a real Engine's follower does. */
  skipTo(file: Segment): void {
    if (file.file - this.#segment.file <= 1) return
    this.#segment = file
    this.#index = 0
  }

  /** Fills the batch with records before `limit`, a position in the log in bytes. False if none is left. */
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

async function logs({ response, daemon, params, query, version, signal }: RouteContext): Promise<void> {
  const stdout = query.flag('stdout')
  const stderr = query.flag('stderr')
  if (!stdout && !stderr) throw new HttpError(400, 'Bad parameters: you must choose at least one stream')
  const container = daemon.containers.find(params[0]!)
  if (container.hostConfig.LogConfig.Type === 'none') {
    throw new HttpError(501, 'configured logging driver does not support reading')
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
  const writer = new LogWriter(log.from(tail), selection, response.batch)
  if (!versionBelow(version, '1.42')) response.set('Content-Type', streamType(selection.framed))
  if (run === undefined) await copyTo(writer, response, log.bytes, signal)
  else await follow(container, writer, response, signal, daemon.options)
}

function streamType(framed: boolean): string {
  return framed ? 'application/vnd.docker.multiplexed-stream' : 'application/vnd.docker.raw-stream'
}

/** Sends what the log had when the request arrived. */
async function copyTo(writer: LogWriter, response: ResponseWriter, limit: number, signal: AbortSignal): Promise<void> {
  await response.begin()
  while (writer.fill(limit) && !response.closed && !signal.aborted) await response.flush()
  await response.end()
}

/** Sends the log as it grows, until the end of the run that was current when the request arrived. */
async function follow(
  container: Container,
  writer: LogWriter,
  response: ResponseWriter,
  signal: AbortSignal,
  { version, lagging }: DaemonOptions,
): Promise<void> {
  const { log } = container
  // From 23 on a follower whose file is truncated never reads on.
  const hangs = Number.parseInt(version, 10) >= HANGS_SINCE
  let isDeaf = false
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
    onTruncate() {
      isDeaf = hangs
    },
  }
  const aborted = whenAborted(signal)
  log.follow(follower)
  try {
    await response.begin()
    while (!signal.aborted && !response.closed) {
      woken = false
      const grown = new Promise<void>((resolve) => {
        wake = resolve
      })
      const { ended } = run
      if (lagging === 'skip') writer.skipTo(log.newestFile)
      const more = !isDeaf && writer.fill(ended ? run.logEnd : Number.POSITIVE_INFINITY)
      await response.flush()
      follower.position = writer.position
      log.progress()
      if (more) continue
      if (writer.finished || ended) break
      await Promise.race([grown, aborted.promise])
    }
    await response.end()
  } finally {
    aborted.cancel()
    log.unfollow(follower)
  }
}

/** The text of `details`: the labels and environment variables that the log options name, sorted and query-escaped. */
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

/** The route of logs. */
export const logRoutes: readonly Route[] = [{ method: 'GET', pattern: '/containers/{name}/logs', handle: logs }]
