// The readers of fairlead/node, fairlead/web, fairlead/fetch and fairlead/modem: see readers.ts.

import type { Readable } from 'node:stream'
import { createFetch } from '../../src/fetch.ts'
import Modem from '../../src/modem.ts'
import * as node from '../../src/node.ts'
import * as web from '../../src/web.ts'
import * as model from './body-model.ts'
import { type Context, joined, latin1, loop, outputsOf, type Reader, texts } from './readers.ts'

const pieces = { model: model.asPieces, items: joined }
const outputs = { model: model.asOutputs, items: outputsOf, apart: true }

async function response(context: Context) {
  const { engine, signal } = context
  const found = await engine.untyped.request('GET', '/case', { signal })
  context.close = () => found.close()
  context.second = () => found.bytes()
  return found
}

async function tunnel(context: Context) {
  const found = await context.engine.untyped.tunnel('/case', { signal: context.signal, tty: context.raw })
  context.close = () => found.close()
  return found
}

async function webLoop(context: Context, name: string, stream: ReadableStream<Uint8Array>): Promise<void> {
  await loop(
    context,
    stream as unknown as AsyncIterable<Uint8Array>,
    (piece) => void context.seen.push([name, latin1(piece)]),
  )
}

async function both(first: Promise<void>, second: Promise<void>): Promise<void> {
  const [a, b] = await Promise.allSettled([first, second])
  if (a.status === 'rejected') throw a.reason
  if (b.status === 'rejected') throw b.reason
}

const nodeLoop = (context: Context, name: string, stream: Readable) =>
  loop(context, stream, (piece: Buffer) => void context.seen.push([name, latin1(piece)]))

/** JSON as it is after a parse, other bytes as they are: which of the two the modem gives depends on the Content-Type. */
function valueText(bytes: Buffer): string {
  try {
    return JSON.stringify(JSON.parse(bytes.toString()))
  } catch {
    return latin1(bytes)
  }
}

/** A modem's call as dockerode makes it. */
function dial(context: Context, options: object): Promise<unknown> {
  const modem = new Modem({ engine: context.engine })
  const { body, signal } = context
  const method = body === undefined ? 'GET' : 'POST'
  // A text is a file's path there.
  const file = typeof body === 'string' ? Buffer.from(body) : body
  return Promise.resolve(modem.dial({ path: '/case', method, abortSignal: signal, file: file as never, ...options }))
}

export const streamReaders: Record<string, Reader> = {
  nodeReadable: {
    ...pieces,
    act: async (context) => {
      const stream = node.readable(await response(context))
      context.close = () => void stream.destroy()
      await nodeLoop(context, '', stream)
    },
  },
  nodeOutputs: {
    ...outputs,
    act: async (context) => {
      const { stdout, stderr } = node.outputs(await response(context), { tty: context.raw })
      await both(nodeLoop(context, 'out', stdout), nodeLoop(context, 'err', stderr))
    },
  },
  nodeDuplex: {
    ...pieces,
    upgrade: true,
    needsBody: true,
    act: async (context) => {
      const found = await tunnel(context)
      const stream = node.duplex(found)
      context.close = () => void stream.destroy()
      if (found.writable) stream.end('typed\n')
      await nodeLoop(context, '', stream)
    },
  },
  nodeStdio: {
    ...outputs,
    upgrade: true,
    needsBody: true,
    act: async (context) => {
      const { stdout, stderr } = node.stdio(await tunnel(context))
      await both(nodeLoop(context, 'out', stdout), nodeLoop(context, 'err', stderr))
    },
  },
  webReadable: {
    ...pieces,
    act: async (context) => webLoop(context, '', web.readable(await response(context))),
  },
  webOutputs: {
    ...outputs,
    act: async (context) => {
      const { stdout, stderr } = web.outputs(await response(context), { tty: context.raw })
      await both(webLoop(context, 'out', stdout), webLoop(context, 'err', stderr))
    },
  },
  webDuplex: {
    ...pieces,
    upgrade: true,
    needsBody: true,
    act: async (context) => webLoop(context, '', web.duplex(await tunnel(context)).readable),
  },
  fetchBody: {
    ...pieces,
    upload: 'any',
    passesErrors: true,
    act: async (context) => {
      const found = await fetched(context)
      if (found.body !== null) await webLoop(context, '', found.body)
    },
  },
  fetchText: {
    model: model.asWhole,
    items: joined,
    passesErrors: true,
    act: async (context) => {
      context.seen.push(['', latin1(new Uint8Array(await (await fetched(context)).arrayBuffer()))])
    },
  },
  modemBytes: {
    refuses304: true,
    model: (body, end) => ({ items: end === 'clean' ? [valueText(Buffer.from(body, 'latin1'))] : [], end: [end] }),
    items: texts,
    upload: 'any',
    act: async (context) => {
      const value = await dial(context, {})
      context.seen.push(['', Buffer.isBuffer(value) ? valueText(value) : JSON.stringify(value)])
    },
  },
  modemStream: {
    refuses304: true,
    ...pieces,
    upload: 'any',
    act: async (context) => {
      const stream = (await dial(context, { isStream: true })) as Readable
      context.close = () => void stream.destroy()
      await nodeLoop(context, '', stream)
    },
  },
  modemDuplex: {
    refuses304: true,
    ...pieces,
    upgrade: true,
    act: async (context) => {
      const stream = (await dial(context, { isStream: true, openStdin: true })) as Readable
      context.close = () => void stream.destroy()
      await nodeLoop(context, '', stream)
    },
  },
}

async function fetched(context: Context): Promise<Response> {
  const { engine, signal, body } = context
  const method = body === undefined ? 'GET' : 'POST'
  return createFetch(engine)('http://docker/case', { method, signal, body, duplex: 'half' } as RequestInit)
}
