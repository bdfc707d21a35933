// What the containers and execs of the recipes' contract do, for a real Engine and for the embedded one
// (support/behaviours.ts).

import type { ProgramIo } from '../../src/testing.ts'
import { type Behaviour, shellOf } from '../support/behaviours.ts'

async function echoStdin({ stdin, stdout }: ProgramIo): Promise<number> {
  for await (const bytes of stdin) await stdout.write(bytes)
  return 0
}

/** Runs until it is killed. */
async function stay({ sleep }: ProgramIo): Promise<number> {
  for (;;) await sleep(60_000)
}

const behaviours = {
  idle: { script: 'exec sleep 3600', program: stay },
  /** Writes to both outputs and exits with 7. */
  say: {
    script: 'echo out; echo "€ err" >&2; exit 7',
    program: async ({ stdout, stderr }) => {
      await stdout.write('out\n')
      await stderr.write('€ err\n')
      return 7
    },
  },
  /** Prints how many lines stdin had. */
  lines: {
    script: 'sort | wc -l',
    program: async ({ stdin, stdout }) => {
      let lines = 0
      for await (const bytes of stdin) for (const byte of bytes) if (byte === 0x0a) lines++
      await stdout.write(`${lines}\n`)
      return 0
    },
  },
  cat: { script: 'exec cat', program: echoStdin },
  /** Writes more after the end of stdin. */
  late: {
    script: 'cat; sleep 0.5; echo late; exit 3',
    program: async (io) => {
      await echoStdin(io)
      await io.sleep(500)
      await io.stdout.write('late\n')
      return 3
    },
  },
  /** Ends without reading stdin. */
  unread: {
    script: 'echo enough',
    program: async ({ stdout }) => {
      await stdout.write('enough\n')
      return 0
    },
  },
  /** Writes two lines, then keeps running. */
  first: {
    script: 'echo first; echo second; exec sleep 3600',
    program: async (io) => {
      await io.stdout.write('first\nsecond\n')
      return stay(io)
    },
  },
  /** Writes two lines, then ends. */
  two: {
    script: 'echo one; echo two',
    program: async ({ stdout }) => {
      await stdout.write('one\ntwo\n')
      return 0
    },
  },
  /** Writes raw bytes to a terminal, some of which look like a frame. */
  raw: {
    script: "stty raw; printf '\\000\\001\\002\\003\\001\\000\\000\\000\\000\\000\\000\\004abcd'",
    program: async ({ stdout }) => {
      await stdout.write(RAW_BYTES)
      return 0
    },
  },
  /** Prints the terminal's size, a while after the start. */
  size: {
    script: 'sleep 0.5; stty size',
    program: async (io) => {
      await io.sleep(500)
      const { rows, columns } = (io as unknown as { size: { rows: number; columns: number } }).size
      await io.stdout.write(`${rows} ${columns}\n`)
      return 0
    },
  },
} satisfies Record<string, Behaviour>

/** What `raw` writes. */
export const RAW_BYTES: Uint8Array = Buffer.from('\0\x01\x02\x03\x01\0\0\0\0\0\0\x04abcd', 'latin1')

export const { commandFor, shell } = shellOf<keyof typeof behaviours>(behaviours)
