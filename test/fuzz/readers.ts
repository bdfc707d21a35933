// The ways to read a response, each with the model of what it must deliver: by the request API, as Node and web streams, by fetch, by
// the modem, and by recipes. `act` reads as a user would; what it delivers goes into `seen`, piece by piece.

import type { Engine, EngineResponse, Tunnel } from '../../src/index.ts'
import * as fairlead from '../../src/index.ts'
import type { UploadBody } from '../../src/stream.ts'
import type { Delivered } from './body-model.ts'
import * as model from './body-model.ts'
import { Sink } from './sink.ts'

/** What a reader has of its case. */
export interface Context {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly body: UploadBody | undefined
  readonly bodyLength: number | undefined
  readonly raw: boolean
  /** What was delivered so far, each piece under a name: an output, or ''. */
  readonly seen: [name: string, text: string][]
  /** After each piece: pauses, throws, or says that the reader is to leave (true). */
  item(): Promise<boolean>
  /** The same for a callback, which cannot wait: throws. */
  itemNow(): void
  /** Ends the reading as `close()` of what is read does. */
  close: (() => void) | undefined
  /** Reads the same body again. */
  second: (() => Promise<unknown>) | undefined
}

export interface Reader {
  act(context: Context): Promise<void>
  /** What must be delivered of a body, and how the reading must end. */
  model(body: string, end: string, raw: boolean): Delivered
  /** The delivered pieces in the model's form. */
  items(seen: Context['seen']): string[]
  /** How many of the items an early end may leave out: a list's last ones, or those of each output. */
  apart?: boolean
  /** Takes a request body; 'with length' if its announced length, too. */
  upload?: 'with length' | 'any'
  upgrade?: boolean
  head?: boolean
  /** Error responses are responses. */
  passesErrors?: boolean
  /** A response without a body (204, 304) is refused: a stream is expected. */
  needsBody?: boolean
  /** A 304 is an error, as in docker-modem. */
  refuses304?: boolean
}

export const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')

export const joined = (seen: Context['seen']): string[] => {
  const text = seen.map(([, text]) => text).join('')
  return text === '' ? [] : [text]
}
export const texts = (seen: Context['seen']): string[] => seen.map(([, text]) => text)
export const outputsOf = (seen: Context['seen']): string[] =>
  ['out', 'err'].map((name) =>
    seen
      .filter(([other]) => other === name)
      .map(([, text]) => text)
      .join(''),
  )

async function response(context: Context): Promise<EngineResponse> {
  const { engine, signal, body, bodyLength } = context
  const options = { signal, body, bodyLength }
  const found = await engine.untyped.request(body === undefined ? 'GET' : 'POST', '/case', options)
  context.close = () => found.close()
  context.second = () => found.bytes()
  return found
}

/** Reads an iterable; leaves the loop when the user does. */
export async function loop<T>(context: Context, items: AsyncIterable<T>, note: (item: T) => void): Promise<void> {
  for await (const item of items) {
    note(item)
    if (await context.item()) break
  }
}

const pieces = { model: model.asPieces, items: joined }
const frames = { model: model.asFrames, items: model.merged }
const lines = (perFrame: boolean) => ({
  model: (body: string, end: string, raw: boolean) => model.asLines(body, end, raw, perFrame),
  items: (seen: Context['seen']) =>
    model.byKind(seen.map(([name, text]) => ({ stream: name.slice(1), text, complete: name[0] === '$' }))),
  apart: true,
})
const records = { model: model.asRecords, items: texts }

const noteLine =
  ({ seen }: Context) =>
  ({ stream, text, complete }: { stream: string; text: string; complete: boolean }) =>
    void seen.push([`${complete ? '$' : '-'}${stream}`, text])

async function tunnel(context: Context): Promise<Tunnel> {
  const { engine, signal, raw } = context
  const found = await engine.untyped.tunnel('/case', { signal, tty: raw })
  context.close = () => found.close()
  context.second = async () => {
    for await (const _ of found) return
  }
  if (found.writable) {
    await found.write('typed\n')
    found.end()
  }
  return found
}

/** The readers of the request API and of recipes. */
export const readers: Record<string, Reader> = {
  bytes: {
    model: model.asWhole,
    items: joined,
    upload: 'with length',
    act: async (context) => {
      const bytes = await (await response(context)).bytes()
      context.seen.push(['', latin1(bytes)])
    },
  },
  json: {
    model: (body, end) => model.asJson(body, end, 'ERR_RECORD_SYNTAX'),
    items: texts,
    upload: 'with length',
    act: async (context) => {
      context.seen.push(['', JSON.stringify(await (await response(context)).json())])
    },
  },
  value: {
    model: (body, end) => model.asJson(body, end, 'ERR_RECORD_SYNTAX'),
    items: texts,
    // An operation whose response is JSON, whatever its Content-Type.
    act: async ({ engine, signal, seen }) => {
      seen.push(['', JSON.stringify(await engine.untyped.get('/info', { signal }))])
    },
  },
  head: {
    model: () => ({ items: [], end: ['clean'] }),
    items: () => [],
    head: true,
    act: async ({ engine, signal }) => {
      await engine.untyped.head('/case', { signal })
    },
  },
  pieces: {
    ...pieces,
    upload: 'with length',
    act: async (context) =>
      loop(context, await response(context), (piece) => void context.seen.push(['', latin1(piece)])),
  },
  source: {
    ...pieces,
    act: async (context) => {
      const { source } = await response(context)
      await new Promise<void>((resolve, reject) => {
        const close = context.close
        context.close = () => {
          close?.()
          resolve()
        }
        source.start({
          onData(bytes, start, end) {
            context.seen.push(['', latin1(bytes, start, end)])
            context.itemNow()
            source.pause()
            setImmediate(() => source.resume())
          },
          onEnd: resolve,
          onFail: reject,
        })
      })
    },
  },
  frames: {
    ...frames,
    upload: 'with length',
    act: async (context) => {
      const items = (await response(context)).frames({ tty: context.raw })
      await loop(context, items, ({ stream, data }) => void context.seen.push([stream, latin1(data)]))
    },
  },
  lines: {
    ...lines(false),
    act: async (context) => loop(context, (await response(context)).lines({ tty: context.raw }), noteLine(context)),
  },
  onFrame: {
    ...frames,
    act: async (context) => {
      const names = ['stdin', 'stdout', 'stderr', 'system']
      const found = await response(context)
      await found.onFrame(
        (kind, bytes, start, end) => {
          context.seen.push([names[kind]!, latin1(bytes, start, end)])
          context.itemNow()
        },
        { tty: context.raw },
      )
    },
  },
  pipe: {
    model: model.asOutputs,
    items: outputsOf,
    apart: true,
    act: async (context) => {
      const found = await response(context)
      const outputs = { stdout: new Sink('out', context), stderr: new Sink('err', context) }
      try {
        await found.pipe(outputs, { tty: context.raw })
      } catch (error) {
        // What was written before the failure is still taken, at the outputs' pace.
        await Promise.all([outputs.stdout.taken(), outputs.stderr.taken()])
        throw error
      }
    },
  },
  records: {
    ...records,
    upload: 'with length',
    act: async (context) =>
      loop(
        context,
        (await response(context)).records(),
        (record) => void context.seen.push(['', JSON.stringify(record)]),
      ),
  },
  tunnel: {
    ...pieces,
    upgrade: true,
    needsBody: true,
    act: async (context) =>
      loop(context, await tunnel(context), (piece) => void context.seen.push(['', latin1(piece)])),
  },
  tunnelFrames: {
    ...frames,
    upgrade: true,
    needsBody: true,
    act: async (context) => {
      const items = (await tunnel(context)).frames()
      await loop(context, items, ({ stream, data }) => void context.seen.push([stream, latin1(data)]))
    },
  },
  'recipe attach': {
    ...lines(false),
    upgrade: true,
    needsBody: true,
    act: async (context) => {
      const { engine, signal, raw } = context
      const found = await fairlead.attach(engine, 'case', { signal, tty: raw })
      context.close = () => found.close()
      await loop(context, found.lines(), noteLine(context))
    },
  },
  'recipe logs': {
    ...lines(true),
    needsBody: true,
    act: async (context) => {
      const { engine, signal, raw } = context
      const found = fairlead.logs(engine, 'case', { signal, tty: raw })
      context.close = () => found.close()
      await loop(context, found, noteLine(context))
    },
  },
  'recipe events': {
    ...records,
    needsBody: true,
    act: async (context) => {
      const found = fairlead.events(context.engine, { signal: context.signal })
      context.close = () => found.close()
      await loop(context, found, (event) => void context.seen.push(['', JSON.stringify(event)]))
    },
  },
  'recipe build': {
    ...records,
    upload: 'any',
    needsBody: true,
    act: async (context) => {
      const { engine, signal, body = 'tar' } = context
      const found = fairlead.build(engine, body, { signal })
      context.close = () => found.close()
      await loop(context, found, (record) => void context.seen.push(['', JSON.stringify(record)]))
    },
  },
  'recipe export': {
    ...pieces,
    needsBody: true,
    act: async (context) => {
      const found = await fairlead.exportContainer(context.engine, 'case', { signal: context.signal })
      context.close = () => found.close()
      await loop(context, found, (piece) => void context.seen.push(['', latin1(piece)]))
    },
  },
}
