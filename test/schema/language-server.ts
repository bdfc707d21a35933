// What an editor shows at places of a document that is only in memory: by the language service of TypeScript 5.9, which editors have
// built in, and by the native language server of the compiler of this project (tsc --lsp), which they can be configured to use.
// Language Server Protocol 3.17: JSON-RPC, each message behind a Content-Length.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { getLibFiles, ts } from '@ts-morph/common'
import { root } from '../support/root.ts'

/** Milliseconds for a hover; the first takes about 1,500, as the program is read. */
const LIMIT = 60_000

/** A folder that is only in memory. */
const LIBRARY = '/typescript-library'

/**
 * What the language service of TypeScript 5.9 shows at each place of a document.
 * @param text with marks, `/*name*\/` right before a word; before a quote, the place is within it
 * @returns by the mark's name: the declaration, what is said of it, and its tags, a line each
 */
export function hovers(file: string, text: string): Map<string, string> {
  const name = path.join(root, file)
  return atMarks(file, text, (service, at) => {
    const info = service.getQuickInfoAtPosition(name, at)
    const tags = (info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`)
    const parts = [ts.displayPartsToString(info?.displayParts), ts.displayPartsToString(info?.documentation), ...tags]
    return parts.join('\n')
  })
}

/** What it offers at each place of a document. @returns by the mark's name: the names offered, as they are inserted. */
export function completions(file: string, text: string): Map<string, string[]> {
  const name = path.join(root, file)
  return atMarks(file, text, (service, at) => {
    const { entries = [] } = service.getCompletionsAtPosition(name, at, {}) ?? {}
    return entries.map((entry) => entry.name)
  })
}

function atMarks<T>(file: string, text: string, look: (service: ts.LanguageService, at: number) => T): Map<string, T> {
  const name = path.join(root, file)
  const library = new Map(getLibFiles().map((one) => [path.join(LIBRARY, path.basename(one.fileName)), one.text]))
  const read = (wanted: string) => library.get(wanted) ?? readFileSync(wanted, 'utf8')
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    }),
    getScriptFileNames: () => [name],
    getScriptVersion: () => '1',
    getScriptSnapshot: (wanted) => ts.ScriptSnapshot.fromString(wanted === name ? text : read(wanted)),
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (options) => path.join(LIBRARY, ts.getDefaultLibFileName(options)),
    fileExists: (wanted) => library.has(wanted) || ts.sys.fileExists(wanted),
    readFile: read,
  })
  const found = new Map<string, T>()
  for (const { 0: mark, 1: its, index } of text.matchAll(/\/\*(\w+)\*\//g)) {
    found.set(its as string, look(service, index + mark.length + Number(text[index + mark.length] === "'")))
  }
  service.dispose()
  return found
}

/** The same by the compiler's own language server, as Markdown. */
export async function nativeHovers(file: string, text: string): Promise<Map<string, string>> {
  const found = await askAtMarks<Hover>(file, text, 'hover')
  return new Map([...found].map(([name, hover]) => [name, hover?.contents.value ?? '']))
}

/** What the compiler's own language server offers. */
export async function nativeCompletions(file: string, text: string): Promise<Map<string, string[]>> {
  const found = await askAtMarks<Offers>(file, text, 'completion')
  return new Map([...found].map(([name, offers]) => [name, (offers?.items ?? []).map(({ label }) => label)]))
}

async function askAtMarks<T>(file: string, text: string, what: 'hover' | 'completion'): Promise<Map<string, T>> {
  const server = new Server()
  try {
    await server.request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      capabilities: { textDocument: { hover: { contentFormat: ['markdown'] } } },
    })
    server.notify('initialized', {})
    const uri = pathToFileURL(path.join(root, file)).href
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } })
    const found = new Map<string, T>()
    for (const { 0: mark, 1: name, index } of text.matchAll(/\/\*(\w+)\*\//g)) {
      const at = index + mark.length + Number(text[index + mark.length] === "'")
      const before = text.slice(0, at).split('\n')
      const position = { line: before.length - 1, character: (before.at(-1) as string).length }
      found.set(
        name as string,
        (await server.request(`textDocument/${what}`, { textDocument: { uri }, position })) as T,
      )
    }
    return found
  } finally {
    await server.stop()
  }
}

type Hover = { contents: { value: string } } | null
type Offers = { items: { label: string }[] } | null

interface Message {
  id?: number
  method?: string
  result?: unknown
  error?: { message: string }
}

class Server {
  readonly #child = spawn(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '--lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  readonly #waiting = new Map<number, (message: Message) => void>()
  #read = Buffer.alloc(0)
  #last = 0
  #onExit: (status: number | null) => void = () => undefined

  constructor() {
    this.#child.stdout.on('data', (bytes: Buffer) => this.#onData(bytes))
    this.#child.once('exit', (status) => this.#onExit(status))
  }

  async request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#last
    const { result, error } = await new Promise<Message>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${method}: nothing within ${LIMIT} ms`)), LIMIT)
      this.#waiting.set(id, (message) => {
        clearTimeout(limit)
        resolve(message)
      })
      this.#onExit = (status) => reject(new Error(`the language server ended with ${status}`))
      this.#send({ id, method, params })
    })
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #onData(bytes: Buffer): void {
    this.#read = Buffer.concat([this.#read, bytes])
    for (;;) {
      const end = this.#read.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/.exec(this.#read.toString('latin1', 0, Math.max(end, 0)))?.[1])
      if (end < 0 || this.#read.length < end + 4 + length) return
      const message = JSON.parse(this.#read.toString('utf8', end + 4, end + 4 + length)) as Message
      this.#read = this.#read.subarray(end + 4 + length)
      if (message.method === undefined) this.#waiting.get(message.id as number)?.(message)
      // what the server asks of an editor is not to be had here
      else if (message.id !== undefined) this.#send({ id: message.id, result: null })
    }
  }
}
