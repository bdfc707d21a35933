// The work of the soak: followed streams read in every way, execs, runs, uploads, aborts and container restarts, all at once, over one
// Engine. Each step checks what it was given. Errors of the network and the peer are expected; any other error fails the run.

import { setTimeout as sleep } from 'node:timers/promises'
import { createFetch } from '../../src/fetch.ts'
import { type Engine, exec, FairleadError, logs, run, statsOnce } from '../../src/index.ts'
import { follow } from '../../src/logs.ts'
import { outputs } from '../../src/node.ts'
import { readable as webReadable } from '../../src/web.ts'

/** How many of each kind work at a time. */
export interface Crew {
  streams: number
  execs: number
  runs: number
  uploads: number
  aborts: number
  restarts: number
}

/** The image that writes lines, its command, and the image that runs once. */
export interface Images {
  ticker: string
  tickerCmd: string[] | undefined
  once: string
  onceCmd: string[] | undefined
  execCmd: string[]
}

/** In ms: what has not ended then, after the abort of every signal, hangs. */
const STOP_MS = 20_000

/** Containers that write lines; streams are spread over them. */
export const CONTAINERS = 40

/** The header of a tar archive's file of 16 KiB. */
function tarHeader(name: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('00000040000\0', 124)
  header.write('ustar\x0000', 257)
  header.write('        ', 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

export class Load {
  /** Lines and results that were checked. */
  items = 0
  readonly steps = new Map<string, number>()
  readonly errors = new Map<string, number>()
  /** Errors that should not be. */
  readonly wrong: unknown[] = []
  /** Every call has a signal that follows this one. */
  readonly shared = new AbortController()
  readonly #engine: Engine
  readonly #images: Images
  readonly #prefix: string
  #stopping = false
  #working: Promise<void>[] = []
  readonly #running = new Set<string>()
  /**
   * Of the steps that have a signal of their own. AbortSignal.any() of the shared one would leave some 60 bytes on it at each call (Node
   * 20.20), and so would a Request with it: the soak would find its own leak.
   */
  readonly #owns = new Set<AbortController>()

  constructor(engine: Engine, images: Images, prefix: string) {
    this.#engine = engine
    this.#images = images
    this.#prefix = prefix
  }

  /** Creates and starts the containers that are not there; after a restart of the engine too. */
  async prepare(): Promise<void> {
    const { ticker, tickerCmd } = this.#images
    for (let i = 0; i < CONTAINERS; i++) {
      const body = { Image: ticker, ...(tickerCmd === undefined ? {} : { Cmd: tickerCmd }) }
      try {
        await this.#engine.post('/containers/create', { query: { name: this.#name(i) }, body })
      } catch (error) {
        if (!(error instanceof FairleadError) || !error.message.includes('in use')) throw error
      }
      await this.#engine.post('/containers/{id}/start', { path: { id: this.#name(i) } })
    }
  }

  /** Removes the containers. */
  async remove(): Promise<void> {
    for (let i = 0; i < CONTAINERS; i++) {
      await this.#engine
        .delete('/containers/{id}', { path: { id: this.#name(i) }, query: { force: true } })
        .catch(() => {})
    }
  }

  start(crew: Crew): void {
    const each = (count: number, name: string, step: (index: number, round: number) => Promise<void>) => {
      for (let index = 0; index < count; index++) this.#working.push(this.#work(name, index, step))
    }
    each(crew.streams, 'streams', (index, round) => this.#follow(index, round))
    each(crew.execs, 'execs', (index) => this.#exec(index))
    each(crew.runs, 'runs', () => this.#run())
    each(crew.uploads, 'uploads', (index) => this.#upload(index))
    each(crew.aborts, 'aborts', (index) => this.#abort(index))
    each(crew.restarts, 'restarts', (index, round) => this.#restart(index, round))
  }

  /** Ends every step. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.shared.abort()
    for (const own of this.#owns) own.abort()
    const late = sleep(STOP_MS).then(() => {
      if (this.#running.size > 0) this.wrong.push(new Error(`hang after the abort: ${[...this.#running].join(', ')}`))
    })
    await Promise.race([late, Promise.all(this.#working)])
  }

  /** A step with a signal of its own, which ends with all the others. */
  async #withOwn(own: AbortController, step: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#owns.add(own)
    if (this.#stopping) own.abort()
    try {
      await step(own.signal)
    } finally {
      this.#owns.delete(own)
    }
  }

  #name(index: number): string {
    return `${this.#prefix}-${index % CONTAINERS}`
  }

  async #work(name: string, index: number, step: (index: number, round: number) => Promise<void>): Promise<void> {
    for (let round = 0; !this.#stopping; round++) {
      const running = `${name} ${index} ${round}`
      this.#running.add(running)
      try {
        await step(index, round)
        this.steps.set(name, (this.steps.get(name) ?? 0) + 1)
      } catch (error) {
        this.#note(error)
        // An engine that is away is not asked a thousand times a second.
        await sleep(50 + (index % 10) * 20)
      } finally {
        this.#running.delete(running)
      }
    }
  }

  #note(error: unknown): void {
    const cause = (error as Error)?.cause
    const found = error instanceof FairleadError ? error : cause instanceof FairleadError ? cause : undefined
    const isOwn = this.#stopping || found?.code === 'ERR_ABORTED'
    if (found === undefined && !isOwn) this.wrong.push(error)
    else if (found !== undefined && found.blame === 'caller' && !isOwn) this.wrong.push(error)
    else {
      this.#count(found?.code ?? 'ended')
    }
  }

  #count(what: string): void {
    this.errors.set(what, (this.errors.get(what) ?? 0) + 1)
  }

  /** A check of lines: each begins with the number after the last one's. */
  #checker(): (text: string) => void {
    let last = -1
    let rest = ''
    return (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const number = Number(line.slice(0, line.indexOf(' ')))
        // A container that was started again counts from 0.
        if (last >= 0 && number !== last + 1 && number !== 0)
          throw new Error(`line ${number} after ${last}: ${line.slice(0, 80)}`)
        last = number
        this.items++
      }
    }
  }

  /** Follows a log in one of the ways to read it, for some lines, and leaves it in one of the ways to leave. */
  async #follow(index: number, round: number): Promise<void> {
    const id = this.#name(index)
    const most = 8 + ((index * 7 + round * 13) % 40)
    const check = this.#checker()
    const decoder = new TextDecoder()
    let count = 0
    const own = new AbortController()
    const text = (bytes: Uint8Array): void => check(decoder.decode(bytes, { stream: true }))
    const request = () =>
      this.#engine.request('GET', '/containers/{id}/logs', {
        path: { id },
        query: { follow: true, stdout: true, stderr: true, tail: '0' },
        signal: this.shared.signal,
      })
    switch ((index + round) % 8) {
      case 0:
        for await (const line of logs(this.#engine, id, {
          follow: true,
          tail: 0,
          tty: false,
          signal: this.shared.signal,
        })) {
          // A fault cut it: what came before an error is delivered.
          if (line.complete) check(`${line.text}\n`)
          if (++count >= most) break
        }
        break
      case 1:
        for await (const frame of (await request()).frames({ tty: false })) {
          text(frame.data)
          if (++count >= most) break
        }
        break
      case 2: {
        const response = await request()
        const enough = new Error('enough')
        const reading = response.onFrame(
          (_, bytes, start, end) => {
            text(bytes.subarray(start, end))
            if (++count >= most) throw enough
          },
          { tty: false },
        )
        await reading.catch((error: unknown) => {
          if (error !== enough) throw error
        })
        break
      }
      case 3: {
        const { stdout, stderr } = outputs(await request(), { tty: false })
        stderr.resume()
        stderr.on('error', () => {})
        for await (const _ of stdout) if (++count >= most) break
        this.items += count
        stderr.destroy()
        break
      }
      case 4: {
        const reader = webReadable(await request()).getReader()
        while (count++ < most && !(await reader.read()).done) this.items++
        await reader.cancel()
        break
      }
      case 5:
        await this.#withOwn(own, async (signal) => {
          const url = `http://docker/containers/${id}/logs?follow=1&stdout=1&tail=0`
          const reader = (await createFetch(this.#engine)(url, { signal })).body!.getReader()
          while (count++ < most && !(await reader.read()).done) this.items++
          own.abort()
        })
        break
      case 6:
        for await (const record of follow(this.#engine, id, { from: 'now', signal: this.shared.signal }).records()) {
          if (record.text !== '') this.items++
          if (++count >= most) break
        }
        break
      default:
        for await (const line of (await request()).lines({ tty: false })) {
          if (line.complete) check(`${line.text}\n`)
          if (++count >= most) own.abort()
          if (own.signal.aborted) break
        }
    }
  }

  async #exec(index: number): Promise<void> {
    const { execCmd } = this.#images
    const signal = this.shared.signal
    const result = await exec(this.#engine, this.#name(index), execCmd, { stdin: `in ${index}\n`, signal })
    if (result.exitCode === 0 && result.stdout !== `in ${index}\n`)
      throw new Error(`exec gave ${JSON.stringify(result)}`)
    this.items++
    await sleep(100)
  }

  async #run(): Promise<void> {
    const { once, onceCmd } = this.#images
    const spec = { Image: once, ...(onceCmd === undefined ? {} : { Cmd: onceCmd }) }
    const result = await run(this.#engine, spec, { signal: this.shared.signal })
    const { stdout, stderr, exitCode } = result
    // A tunnel that a fault cuts between two frames ends as one that is over does: docs/security.md. Never within a frame.
    const isWhole = stdout === 'out\n' && stderr === 'err\n'
    if (exitCode !== 3 || !/^(out\n)?$/.test(stdout) || !/^(err\n)?$/.test(stderr))
      throw new Error(`run gave ${JSON.stringify(result)}`)
    if (!isWhole) this.#count('cut between frames')
    this.items++
    await sleep(200)
  }

  /** An archive into a container, from a source that gives it in pieces. */
  async #upload(index: number): Promise<void> {
    const header = tarHeader(`soak-${index}`)
    async function* archive(): AsyncGenerator<Uint8Array> {
      yield header
      for (let i = 0; i < 16; i++) yield Buffer.alloc(1_024, i)
      yield Buffer.alloc(1_024)
    }
    await this.#engine.put('/containers/{id}/archive', {
      path: { id: this.#name(index) },
      query: { path: '/tmp' },
      body: archive(),
      signal: this.shared.signal,
    })
    this.items++
    await sleep(150)
  }

  /** A request that is given up at some moment. */
  async #abort(index: number): Promise<void> {
    const own = new AbortController()
    const timer = setTimeout(() => own.abort(), (this.items * 7) % 60)
    try {
      await this.#withOwn(own, async (signal) => {
        if (index % 2 === 0) await statsOnce(this.#engine, this.#name(index), { signal })
        else for await (const _ of logs(this.#engine, this.#name(index), { follow: true, signal })) this.items++
      })
    } finally {
      clearTimeout(timer)
    }
    await sleep(50)
  }

  async #restart(index: number, round: number): Promise<void> {
    await sleep(3_000, undefined, { signal: this.shared.signal })
    const id = this.#name(index * 17 + round)
    await this.#engine.post('/containers/{id}/restart', { path: { id }, query: { t: 0 }, signal: this.shared.signal })
    this.items++
  }
}
