// A scenario: a job for every client, what the server sends, and which result is right. And what a client's process reports.
import type { Call, ReceivedRequest } from './engine.ts'

/** The jobs. Each client does them as its README says. */
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

/** Filled while the client works, so that a client that hangs has reported what it saw before. */
export interface Saw {
  stdout: string
  stderr: string
  lines: string[]
  values: unknown[]
  /** How it ended; 'none' if the client has no such function, 'not shown' if a program cannot show it. */
  end: 'done' | 'error' | 'hung' | 'crashed' | 'none' | 'not shown'
  /** For an error or a crash its message; for 'none' and 'not shown' the reason. */
  words: string
  /** For an error: its HTTP status, if it has one. */
  status?: number
}

export const seen = (): Saw => ({ stdout: '', stderr: '', lines: [], values: [], end: 'hung', words: '' })

/** How one client does the jobs it can; a text says why it cannot. */
export type Doing = (ask: Ask, saw: Saw) => Promise<void>
export type Jobs = Partial<Record<Job, Doing | string>>

/** What the server knows when the client has ended or is stopped. */
export interface Witness {
  /** Requests, in order, without pings. */
  received: readonly ReceivedRequest[]
  /** The bytes after the head of a hijacked request. */
  stdin: string
  /** The paths whose connections the client still held when it said that it was done. */
  open: readonly string[]
}

export interface Judgement {
  right: boolean
  /** What was observed, if the client's own output does not show it. */
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
  /** fairlead's test of it. */
  test: string
  /** The row of the table of clients; without, it has only its own section. */
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
  /** Responds, or returns false for the usual response. */
  serve(call: Call): boolean | Promise<boolean>
  judge(saw: Saw, witness: Witness, client: string): Judgement
}
