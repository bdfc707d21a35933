// Makes, packs and unpacks the captures of real Engines (test/vectors/engines); test/vectors/README.md says how to use it.
//
//   node build/test/tools/captures.js record <socket> <name> <request file> <folder> [--ms 2000]
//   node build/test/tools/captures.js pack <engine> <folder> [--about text]
//   node build/test/tools/captures.js unpack <engine> <folder>

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Capture, capturesFile, parseCaptures, printCaptures } from '../support/captures.ts'

const USAGE = `captures record <socket> <name> <request file> <folder> [--ms <silence>]
  sends the file's bytes to an Engine's unix socket and writes <name>.req and <name>.res into the folder;
  ends when the Engine closes, or after that many milliseconds without a byte (2000)
captures pack <engine> <folder> [--about <text>]
  adds every .req/.res pair of the folder to test/vectors/engines/<engine>.captures, in place of one of the same name
captures unpack <engine> <folder>
  writes the captures of that Engine as .req and .res files, for a hex dump or another program`

/** What an Engine sent, and how it ended: with the Engine's FIN, or without further bytes. */
export interface Recorded {
  readonly response: Buffer
  readonly end: 'fin' | 'open'
}

/** Sends the bytes, and resolves with what was received until the peer's FIN or for `ms` without a byte. Rejects if the socket fails before the first byte. */
export function record(socketPath: string, request: Uint8Array, ms: number): Promise<Recorded> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = net.connect({ path: socketPath, allowHalfOpen: true })
    const finish = (end: 'fin' | 'open') => {
      socket.destroy()
      resolve({ response: Buffer.concat(chunks), end })
    }
    socket.setTimeout(ms, () => finish('open'))
    socket.on('connect', () => socket.write(request))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => finish('fin'))
    socket.on('error', (error) => (chunks.length > 0 ? finish('fin') : reject(error)))
  })
}

/** The .req/.res pairs of a folder, sorted by name. A .json file of that name may have a `note`. Throws if a pair is incomplete. */
export function readPairs(folder: string): Capture[] {
  const names = readdirSync(folder).filter((file) => /\.(req|res)$/.test(file))
  return [...new Set(names.map((file) => file.slice(0, -4)))].sort().map((name) => {
    const place = path.join(folder, name)
    const note = existsSync(`${place}.json`) ? (JSON.parse(readFileSync(`${place}.json`, 'utf8')).note ?? '') : ''
    return { name, note, request: readFileSync(`${place}.req`), response: readFileSync(`${place}.res`) }
  })
}

/** The captures with others added. One of the same name is replaced, but keeps its note if the new one has none. */
export function merge(old: readonly Capture[], added: readonly Capture[]): Capture[] {
  const all = new Map(old.map((capture) => [capture.name, capture]))
  for (const capture of added)
    all.set(capture.name, { ...capture, note: capture.note || all.get(capture.name)?.note || '' })
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ms: { type: 'string', default: '2000' }, about: { type: 'string' } },
  })
  const [what, ...args] = positionals
  const [engine = '', folder = ''] = args
  if (what === 'record' && args.length === 4) {
    const [socketPath, name, file, place] = args as [string, string, string, string]
    const request = readFileSync(file)
    const { response, end } = await record(socketPath, request, Number(values.ms))
    mkdirSync(place, { recursive: true })
    writeFileSync(path.join(place, `${name}.req`), request)
    writeFileSync(path.join(place, `${name}.res`), response)
    console.log(`${name}: ${request.length} bytes sent, ${response.length} received; end: '${end}'`)
  } else if (what === 'pack' && args.length === 2) {
    const file = capturesFile(engine)
    const old = existsSync(file) ? parseCaptures(readFileSync(file, 'latin1')) : { about: '', captures: [] }
    const captures = merge(old.captures, readPairs(folder))
    writeFileSync(file, printCaptures({ about: values.about ?? (old.about || engine), captures }))
    console.log(`${engine}: ${captures.length} captures, ${old.captures.length} before`)
  } else if (what === 'unpack' && args.length === 2) {
    mkdirSync(folder, { recursive: true })
    const { captures } = parseCaptures(readFileSync(capturesFile(engine), 'latin1'))
    for (const { name, request, response } of captures) {
      writeFileSync(path.join(folder, `${name}.req`), request)
      writeFileSync(path.join(folder, `${name}.res`), response)
    }
    console.log(`${engine}: ${captures.length} captures in ${folder}`)
  } else {
    console.error(USAGE)
    process.exitCode = 2
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
