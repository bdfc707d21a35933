// What the contract's containers do, for a real Engine and for the embedded one (support/behaviours.ts).
// Each reads its settings from the environment.

import type { ProgramIo } from '../../src/testing.ts'
import { type Behaviour, shellOf } from '../support/behaviours.ts'
import { pourPieces } from './stream-data.ts'

// Engine fact (20.10): a followed log whose container ends before the daemon has looked at its last lines may end without them. It looks
// when it is told of a write, later on a busy machine; and every 200 ms where it has no inotify instance left. So what a test waits for as
// the last line of a log is followed by a longer pause.
const lingerScript = 'usleep 300000'

/** Prints "ready" and waits for SIGUSR1. It polls, because the shell would miss a signal between a test and a `wait`. */
const gateScript = `trap 'go=1' USR1; echo ready; while [ -z "$go" ]; do sleep 0.05; done`

async function gate({ stdout, signal }: ProgramIo): Promise<void> {
  await stdout.write('ready\n')
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

export const behaviours = {
  /** Writes the variables OUT and ERR unchanged, and exits with CODE (default 0). */
  say: {
    script: `printf %s "$OUT"; printf %s "$ERR" >&2; exit \${CODE:-0}`,
    program: async ({ env, stdout, stderr }) => {
      await stdout.write(env.OUT ?? '')
      await stderr.write(env.ERR ?? '')
      return Number(env.CODE ?? 0)
    },
  },
  /** Writes COUNT lines to stdout: "line 1" and so on. */
  count: {
    script: 'i=0; while [ $i -lt $COUNT ]; do i=$((i + 1)); echo "line $i"; done',
    program: async ({ env, stdout }) => {
      for (let i = 1; i <= Number(env.COUNT); i++) await stdout.write(`line ${i}\n`)
      return 0
    },
  },
  /** Writes one line of SIZE bytes and its LF to stdout. */
  long: {
    script: `head -c $SIZE /dev/zero | tr '\\0' x; echo`,
    program: async ({ env, stdout }) => {
      await stdout.write(`${'x'.repeat(Number(env.SIZE))}\n`)
      return 0
    },
  },
  /** Writes "tick 1", "tick 2" … to stdout until SIGTERM, on which it exits with 5. */
  tick: {
    script: `trap 'exit 5' TERM; i=0; while :; do i=$((i + 1)); echo "tick $i"; sleep 0.02; done`,
    program: async ({ stdout, signal, sleep }) => {
      for (let i = 1; !signal.aborted; i++) {
        await stdout.write(`tick ${i}\n`)
        await sleep(20).catch(() => undefined)
      }
      return 5
    },
  },
  /** Writes "ready", and after SIGUSR1 "gone" to stderr; exits with CODE (default 0). */
  gate: {
    script: `${gateScript}; echo gone >&2; ${lingerScript}; exit \${CODE:-0}`,
    program: async (io) => {
      await gate(io)
      await io.stderr.write('gone\n')
      return Number(io.env.CODE ?? 0)
    },
  },
  /** Writes "ready", and after SIGUSR1 the two files that {@link pourPieces} describes, both at the same time. */
  pour: {
    script: `${gateScript}; cat /pour/stderr >&2 & cat /pour/stdout; wait; ${lingerScript}`,
    program: async (io) => {
      await gate(io)
      for (const { kind, bytes } of pourPieces()) await io[kind].write(bytes)
      return 0
    },
  },
  /** Writes "1 PAD", "2 PAD" … to stdout, as fast as it can. */
  endless: {
    script: 'seq 1 1000000000 | sed "s/$/ $PAD/"',
    program: async ({ env, stdout }) => {
      for (let i = 1; ; i++) await stdout.write(`${i} ${env.PAD}\n`)
    },
  },
} satisfies Record<string, Behaviour>

export type BehaviourName = keyof typeof behaviours

export const { commandFor, shell } = shellOf<BehaviourName>(behaviours)
