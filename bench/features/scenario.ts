// What a scenario is: a job that every client is given, what the server sends, and what is right. And what a client's
// process says of what it saw.
import type { Call, Heard } from './engine.ts'

/** What a client can be asked to do, by its README's own way. */
export type Job =
  | 'log'
  | 'lines'
  | 'attach'
  | 'talk'
  | 'exec'
  | 'pull'
  | 'events'
  | 'start'
  | 'inspect'
  | 'list twice'
  | 'create'
  | 'abort log'
  | 'abort attach'

export interface Ask {
  job: Job
  socketPath: string
  id: string
  /** For talk: written. For exec: written, then half-closed. */
  stdin: string
  /** ms that the process is watched after it is done. */
  linger: number
}

/** Filled while the client works, so that a client that hangs has said what it saw before. */
export interface Saw {
  stdout: string
  stderr: string
  lines: string[]
  values: unknown[]
  /** How it ended; 'none' where the client has no such function, 'not shown' where a program cannot show it. */
  end: 'done' | 'error' | 'hung' | 'crashed' | 'none' | 'not shown'
  /** Of an error or a crash: its words; of none and not shown: why. */
  words: string
  /** Of an error: its HTTP status, where it says one. */
  status?: number
}

export const seen = (): Saw => ({ stdout: '', stderr: '', lines: [], values: [], end: 'hung', words: '' })

/** How one client does the jobs it can; a text says why it cannot. */
export type Doing = (ask: Ask, saw: Saw) => Promise<void>
export type Jobs = Partial<Record<Job, Doing | string>>

/** What the server knows when the client has ended, or is given up. */
export interface Witness {
  /** Requests, in order, without pings. */
  heard: readonly Heard[]
  /** Of all requests: what came after the head of a hijacked one. */
  stdin: string
  /** The paths whose connections the client still held when it said that it was done. */
  open: readonly string[]
}

export interface Judgement {
  right: boolean
  /** What was seen, where the client's own words do not say it. */
  saw?: string
}

export interface Scenario {
  /** The heading of docs/comparison.md, and with hyphens its anchor. */
  name: string
  /** Yes is right. */
  question: string
  why: string
  /** The wire in a line. */
  wire: string
  /** The test of this project that holds it. */
  test: string
  /** The row of README's table; without, only docs/comparison.md has it. */
  row?: string
  /** In a quick run too. */
  quick?: true
  /** Only in a full run: it takes so many seconds. */
  seconds?: number
  job: Job
  id?: string
  stdin?: string
  tty?: true
  apiVersion?: string
  /** ms that the client's process is watched after it is done, for late crashes. */
  linger?: number
  /** Answers, or leaves the call to the usual answers by returning false. */
  serve(call: Call): boolean | Promise<boolean>
  judge(saw: Saw, witness: Witness, client: string): Judgement
}
