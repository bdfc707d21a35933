// What is read from a real Engine, and the lines that a container writes for it.

/** How a container's output comes. `logs` and `attach` read what a container that has ended wrote. */
export const ways = {
  logs: 'GET /logs of a container that has ended',
  follow: 'GET /logs of a container while it writes',
  attach: 'hijacked attach, a log replayed',
  exec: "hijacked exec, a program's output",
} as const

export type Way = keyof typeof ways

/** Bytes of a line, its line feed too. */
export const LINE = 100
/** Seconds before a followed container begins to write: its reader is there by then. */
export const HEAD_START = 0.5

/** What to read; in JSON as the child's argument. */
export interface EngineTask {
  client: string
  way: Way
  /** `unix://path` */
  host: string
  /** One that runs, for exec; for the rest one that has ended with all lines in its log. A follower asks for its own. */
  container: string
  lines: number
  /** How often the measured stream is read; the figures are for one. */
  times: number
}

/** What came out, for one stream: µs, CPU of all threads; bytes of peak resident set. */
export interface EngineMeasured {
  cpu: number
  wall: number
  peak: number
  /** Frames received; 0 if the client does not show frames. */
  frames: number
}

/** Writes `lines` lines, each with a write of its own. */
export function command(lines: number, after = 0): string[] {
  const wait = after > 0 ? `sleep ${after}; ` : ''
  const script = `${wait}yes ${'x'.repeat(LINE - 1)} | dd iflag=fullblock bs=${LINE} count=${lines} 2>/dev/null`
  return ['sh', '-c', script]
}
