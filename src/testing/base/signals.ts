// Linux signals as the Engine names them (moby signal_linux.go), and their effect on a program: SIGKILL ends it at once, signals
// that a process ignores by default do nothing, and the others abort `io.signal`.

import { HttpError } from './http-error.ts'

/** Signal numbers of Linux, without the real-time signals. */
const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT ' +
    'CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, index) => [name, index + 1]),
)

/** Signals that a process ignores by default, and signals that stop it without ending it, which a function cannot do. */
const IGNORED = new Set(['CHLD', 'CONT', 'URG', 'WINCH', 'STOP', 'TSTP', 'TTIN', 'TTOU'])

/** A Linux signal. */
export interface Signal {
  /** The name with its prefix, such as `SIGTERM`. */
  readonly name: string
  readonly number: number
  /** Whether it ends a program that does not handle it. */
  readonly ends: boolean
}

function named(name: string, number: number): Signal {
  return { name: `SIG${name}`, number, ends: !IGNORED.has(name) }
}

/** Parses `TERM`, `sigterm` or `15`. Throws a {@link HttpError} with the Engine's message; `label` is the container's name in the request. */
export function parseSignal(text: string, label: string): Signal {
  const number = Number(text)
  if (/^\d+$/.test(text) && number > 0) {
    const name = Object.keys(NUMBERS)[number - 1]
    if (name !== undefined) return named(name, number)
    throw new HttpError(500, `Cannot kill container: ${label}: The linux daemon does not support signal ${text}`)
  }
  const name = text.toUpperCase().replace(/^SIG/, '')
  const known = NUMBERS[name]
  if (known === undefined) throw new HttpError(400, `Invalid signal: ${text}`)
  return named(name, known)
}

/** SIGKILL, which ends a program at once. */
export const SIGKILL: Signal = named('KILL', 9)

/** The reason of a program's aborted `signal`: the container was stopped or killed, or the embedded engine was closed. */
export class ProgramSignal extends Error {
  /** `AbortError`, the name that code waiting on an AbortSignal expects. */
  override name = 'AbortError'
  /** The signal's name: `SIGTERM`, `SIGKILL` … */
  readonly signal: string
  /** The signal's number on Linux. */
  readonly number: number

  constructor(signal: Signal) {
    super(`the container received ${signal.name}`)
    this.signal = signal.name
    this.number = signal.number
  }
}
