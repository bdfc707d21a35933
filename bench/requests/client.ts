// What a client of the requests part is: it runs `count` requests, `at` of them at a time, each on a kept connection or, when
// cold, on one of its own. Each module here imports its own library only.
import { check, type Operation } from './answers.ts'

/** How connections are used. */
export interface Use {
  /** How many requests are under way together. */
  at: number
  /** Every request dials. */
  cold: boolean
}

/** One library, connected. */
export interface RequestClient {
  /** Checks every response. */
  run(operation: Operation, count: number): Promise<void>
  close(): void | Promise<void>
}

/** Undefined if the library cannot do this. */
export type OpenRequests = (socketPath: string, use: Use) => RequestClient | Promise<RequestClient>

/** Calls `call` `count` times, `at` at a time, and checks every value. */
export async function drive(
  operation: Operation,
  count: number,
  at: number,
  call: (operation: Operation) => Promise<unknown>,
): Promise<void> {
  let left = count
  const work = async (): Promise<void> => {
    while (left-- > 0) check(operation, await call(operation))
  }
  await Promise.all(Array.from({ length: at }, work))
}
