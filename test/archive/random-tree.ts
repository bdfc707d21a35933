// Random trees and ignore files, made of few names and many odd forms so that the two meet often. By seed: a failure can be repeated.

import { linkSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { fsName } from '../../src/archive/base/names.ts'

/** A generator of numbers from 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of the values. */
export function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!
}

const NAMES = [
  'a',
  'b',
  'ab',
  'abc',
  'a.txt',
  'b.md',
  'dir',
  'dir2',
  'sub',
  '.x',
  '.git',
  'A',
  'a b',
  'ü',
  '日本',
  '\udcff',
  '[x]',
]
const ODD_NAMES = [
  '!bang',
  '#hash',
  'back\\slash',
  'a\nb',
  ' a',
  'a ',
  '\u{1f600}',
  '\uffee',
  '$(x)',
  'a+',
  '{a}',
  '^',
  '-',
  ']',
  '*',
  '**',
  '?',
  'n'.repeat(120),
]
const PARTS = [
  '*',
  '**',
  '?',
  '[ab]',
  '[^a]',
  '[!a]',
  '[a-c]',
  '\\a',
  '\\d',
  '*.md',
  'a*',
  '**b',
  'a**',
  '*b*',
  '.*',
  '.',
  '..',
  '[]',
  '[x',
  '\\',
  '[*]',
  '[?]',
  '[\\]]',
  '^a',
  '[a-',
  '***',
]

/** Makes a tree in an empty folder. */
export function makeTree(folder: string, random: () => number): void {
  writeFileSync(`${folder}/Dockerfile`, 'FROM scratch\n')
  const files: string[] = []
  const fill = (at: string, depth: number): void => {
    const names = new Set(Array.from({ length: 1 + Math.floor(random() * 6) }, () => nameIn(random)))
    for (const name of names) {
      const path = `${at}/${name}`
      const kind = random()
      if (kind < 0.4 && depth < 4) {
        mkdirSync(fsName(path), { mode: pick(random, [0o755, 0o700, 0o1777]) })
        fill(path, depth + 1)
      } else if (kind < 0.5) symlinkSync(pick(random, ['a', '../b', '/nowhere', 'x'.repeat(130), 'ü']), fsName(path))
      else if (kind < 0.56 && files.length > 0) linkSync(fsName(pick(random, files)), fsName(path))
      else {
        const size = random() < 0.1 ? Math.floor(random() * 200_000) : Math.floor(random() * 1100)
        writeFileSync(fsName(path), Buffer.alloc(size, Math.floor(random() * 256)), {
          mode: pick(random, [0o644, 0o600, 0o4755]),
        })
        utimesSync(fsName(path), 1e9, pick(random, [1_700_000_000.75, 12.5, -3.5, 1e9]))
        files.push(path)
      }
    }
  }
  fill(folder, 0)
}

function nameIn(random: () => number): string {
  return random() < 0.85 ? pick(random, NAMES) : pick(random, ODD_NAMES)
}

/** The text of an ignore file. */
export function makeIgnoreFile(random: () => number): string {
  const lines = Array.from({ length: Math.floor(random() * 7) }, () => lineOf(random))
  return `${random() < 0.05 ? '\ufeff' : ''}${lines.join(random() < 0.1 ? '\r\n' : '\n')}`
}

function lineOf(random: () => number): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => partOf(random))
  const line = (random() < 0.15 ? pick(random, ['/', './', ' ', '#', '\ufeff', '\t']) : '') + parts.join('/')
  return `${random() < 0.35 ? pick(random, ['!', '! ', '!/']) : ''}${line}${random() < 0.15 ? pick(random, ['/', ' ', '/.', '/**', '/*']) : ''}`
}

function partOf(random: () => number): string {
  const kind = random()
  if (kind < 0.55) return pick(random, NAMES).replace('\udcff', '?')
  if (kind < 0.9) return pick(random, PARTS.slice(0, 16))
  if (kind < 0.97) return pick(random, PARTS.slice(0, 10)) + pick(random, NAMES.slice(0, 8))
  return pick(random, PARTS)
}
