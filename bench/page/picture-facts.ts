// What the pictures show, read from the pages and sources that tests hold to the code. Needs no package of the bench.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The project's folder, from build/bench/page as from bench/page. */
const root = ['../..', '../../..']
  .map((up) => join(import.meta.dirname, up))
  .find((place) => existsSync(join(place, 'docs/README.md')))!
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** A floor and the folders or files on it. */
export interface Floor {
  floor: number
  rooms: string[]
}

/** The table of docs/architecture.md, which test/house/floors.test.ts holds to the imports; entry points are counted. */
export function floorsOf(): Floor[] {
  const rows = [...read('docs/architecture.md').matchAll(/^\| (\d) +\| ((?:`[\w/-]+` *)+)/gm)]
  return rows.map(([, floor, text = '']) => {
    const rooms = [...text.matchAll(/`([\w/-]+)`/g)].map((match) => match[1]!)
    return { floor: Number(floor), rooms }
  })
}

/** The folders of src/. */
export const foldersOf = (): string[] =>
  readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}/`)

/** A step of the bytes: a part that calls another, and the word by which it does, which stands in its source. */
export interface Way {
  from: string
  to: string
  /** The files of both under src/; undefined for the kernel and your code. */
  files: [from: string | undefined, to: string | undefined]
  word: string | undefined
}

const files: Record<string, string | undefined> = {
  kernel: undefined,
  'read buffer': 'net/socket/onread.ts',
  Connection: 'net/connection.ts',
  Exchange: 'wire/exchange.ts',
  HeadParser: 'wire/head-parser.ts',
  ChunkedDecoder: 'wire/chunked-decoder.ts',
  LengthDecoder: 'wire/length-decoder.ts',
  Call: 'net/call.ts',
  Demuxer: 'stream/parse/demux.ts',
  SourceIterator: 'stream/read/source-iterator.ts',
  'your code': undefined,
}
const step = (from: string, to: string, word?: string): Way => ({ from, to, files: [files[from], files[to]], word })

/** From the kernel to the reader. */
export const way: readonly Way[] = [
  step('kernel', 'read buffer'),
  step('read buffer', 'Connection'),
  step('Connection', 'Exchange', 'Exchange'),
  step('Exchange', 'HeadParser', 'HeadParser'),
  step('Exchange', 'ChunkedDecoder', 'ChunkedDecoder'),
  step('Exchange', 'LengthDecoder', 'LengthDecoder'),
  step('HeadParser', 'Call'),
  step('ChunkedDecoder', 'Call'),
  step('LengthDecoder', 'Call'),
  step('Call', 'Demuxer'),
  step('Call', 'SourceIterator'),
  step('Demuxer', 'your code'),
  step('SourceIterator', 'your code'),
]

/** A state and those that it goes to. */
export interface State {
  name: string
  to: string[]
}

/** The states of a machine by docs/states.md, which test/house/states.test.ts holds to the code. */
export function statesOf(file: string): State[] {
  const section =
    read('docs/states.md')
      .split(/^## /m)
      .find((text) => text.startsWith(file)) ?? ''
  const table = section.slice(section.indexOf('| state |')).split('\n\n')[0]!
  return [...table.matchAll(/^\| `([A-Z_]+)` \|[^|]*\|([^|]*)\|$/gm)].map(([, name = '', to = '']) => ({
    name,
    to: [...to.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]!),
  }))
}
