// How long test files take: test/tools/durations.json holds the slow ones, as `npm test -- --times` measured them. The runner
// starts the slowest first, so that none is left to run alone at the end, and predicts how long a run takes.

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/root.ts'

/** Seconds by test file (`test/net/socket/ssh.test.ts`). */
export type Durations = ReadonlyMap<string, number>

export const durationsFile: string = path.join(root, 'test/tools/durations.json')

/** A file that takes at least so many seconds is listed. */
const SLOW = 1.5
/** How many seconds an unlisted file takes, mostly the start of a process. */
const OTHERS = 0.7

export function readDurations(): Durations {
  return new Map(Object.entries(JSON.parse(readFileSync(durationsFile, 'utf8')) as Record<string, number>))
}

/** The new list. Files that did not run keep their entry. */
export function writeDurations(measured: Durations): void {
  const slow = [...new Map([...readDurations(), ...measured])]
    .filter(([, seconds]) => seconds >= SLOW)
    .map(([file, seconds]): [string, number] => [file, Math.round(seconds * 10) / 10])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(durationsFile, `${JSON.stringify(Object.fromEntries(slow), undefined, 2)}\n`)
}

/** The files, the slow ones first; the others keep their order. */
export function slowestFirst(
  files: readonly string[],
  durations: Durations,
  nameOf: (file: string) => string,
): string[] {
  const seconds = (file: string) => durations.get(nameOf(file)) ?? 0
  return files.toSorted((a, b) => seconds(b) - seconds(a))
}

/** The predicted seconds of a run with so many files at a time. */
export function secondsFor(files: readonly string[], durations: Durations, concurrency: number): number {
  const each = files.map((file) => durations.get(file) ?? OTHERS)
  const sum = each.reduce((total, seconds) => total + seconds, 0)
  return Math.max(sum / concurrency, ...each)
}

export function inWords(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.ceil(seconds / 30) / 2} min`
}
