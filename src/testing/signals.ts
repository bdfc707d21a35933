// Linux signals as the Engine names them (moby signal_linux.go), and what they do to a program here: SIGKILL ends it at
// once, the others abort its signal, the harmless ones do nothing.

import { Refusal } from './refusal.ts'

/** Linux's numbers, without the real-time ones. */
const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT ' +
    'CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, index) => [name, index + 1]),
)

/** What a process does nothing on by default, and what stops it without an end, which a function cannot be. */
const HARMLESS = new Set(['CHLD', 'CONT', 'URG', 'WINCH', 'STOP', 'TSTP', 'TTIN', 'TTOU'])

export interface Signal {
  /** With `SIG`. */
  readonly name: string
  readonly number: number
  /** It ends a program that does not handle it. */
  readonly ends: boolean
}

function named(name: string, number: number): Signal {
  return { name: `SIG${name}`, number, ends: !HARMLESS.has(name) }
}

/** Reads `TERM`, `sigterm` or `15`. Throws a {@link Refusal} in the Engine's words; `label` is how the request named the container. */
export function parseSignal(text: string, label: string): Signal {
  const number = Number(text)
  if (/^\d+$/.test(text) && number > 0) {
    const name = Object.keys(NUMBERS)[number - 1]
    if (name !== undefined) return named(name, number)
    throw new Refusal(500, `Cannot kill container: ${label}: The linux daemon does not support signal ${text}`)
  }
  const name = text.toUpperCase().replace(/^SIG/, '')
  const known = NUMBERS[name]
  if (known === undefined) throw new Refusal(400, `Invalid signal: ${text}`)
  return named(name, known)
}

export const SIGKILL: Signal = named('KILL', 9)

/** Why a program's `signal` is aborted: it was stopped or killed, or its engine closed. */
export class ProgramSignal extends Error {
  /** As code that waits with an AbortSignal expects it. */
  override name = 'AbortError'
  /** `SIGTERM`, `SIGKILL` … */
  readonly signal: string
  readonly number: number

  constructor(signal: Signal) {
    super(`the container received ${signal.name}`)
    this.signal = signal.name
    this.number = signal.number
  }
}
