// What a measured process of the remote part is given, and what it gives back.
import type { Endpoint } from './clients.ts'

/** What to measure; in JSON as the process's argument. */
export interface Task {
  client: string
  endpoint: Endpoint
  /** A log of so many payload bytes; without it, how long first responses take. */
  log?: { workload: string; bytes: number }
}

/** µs; of a log, or ms of first responses. */
export type Measured = { cpu: number; wall: number; payload: number } | Record<First, number>

export const firsts = ['first ping', 'first list', 'first log', 'a ping on a kept connection'] as const
export type First = (typeof firsts)[number]
