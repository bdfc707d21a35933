// What the containers and execs of the recipes' contract do, each told twice: as a script for a real Engine's `sh -c`, and
// as a program for the embedded one. The command is ['sh', '-c', script, name]; the embedded engine's image looks the name up.

import type { Program, ProgramIo } from '../../src/testing.ts'

interface Behaviour {
  readonly script: string
  readonly program: Program
}

async function echoStdin({ stdin, stdout }: ProgramIo): Promise<number> {
  for await (const bytes of stdin) await stdout.write(bytes)
  return 0
}

/** Until it is killed. */
async function stay({ sleep }: ProgramIo): Promise<number> {
  for (;;) await sleep(60_000)
}

const behaviours = {
  idle: { script: 'exec sleep 3600', program: stay },
  /** Both outputs, and the code 7. */
  say: {
    script: 'echo out; echo "€ err" >&2; exit 7',
    program: async ({ stdout, stderr }) => {
      await stdout.write('out\n')
      await stderr.write('€ err\n')
      return 7
    },
  },
  /** How many lines stdin had. */
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
  /** Writes on after the end of stdin. */
  late: {
    script: 'cat; sleep 0.5; echo late; exit 3',
    program: async (io) => {
      await echoStdin(io)
      await io.sleep(500)
      await io.stdout.write('late\n')
      return 3
    },
  },
  /** Ends without having read stdin. */
  deaf: {
    script: 'echo enough',
    program: async ({ stdout }) => {
      await stdout.write('enough\n')
      return 0
    },
  },
  /** Two lines, then stays. */
  first: {
    script: 'echo first; echo second; exec sleep 3600',
    program: async (io) => {
      await io.stdout.write('first\nsecond\n')
      return stay(io)
    },
  },
  /** Two lines, then ends. */
  two: {
    script: 'echo one; echo two',
    program: async ({ stdout }) => {
      await stdout.write('one\ntwo\n')
      return 0
    },
  },
  /** A terminal's bytes, some of which look like a frame. */
  raw: {
    script: "stty raw; printf '\\000\\001\\002\\003\\001\\000\\000\\000\\000\\000\\000\\004abcd'",
    program: async ({ stdout }) => {
      await stdout.write(RAW_BYTES)
      return 0
    },
  },
  /** The terminal's size, a while after the start. */
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

/** The command that behaves so. */
export function commandFor(name: keyof typeof behaviours): string[] {
  return ['sh', '-c', behaviours[name].script, name]
}

/** The embedded engine's stand-in for the image. */
export const shell: Program = (io) => behaviours[io.args[3] as keyof typeof behaviours].program(io)
