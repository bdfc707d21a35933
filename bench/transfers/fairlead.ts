// fairlead: PUT archive with a Readable as its body, in chunks, as an application that streams a tar has it, or with the length
// that it knows, or with a generator; GET archive by the push source and by `for await`, whose pieces are the application's own.
import type { Readable } from 'node:stream'
import { connect } from 'fairlead'
import { piecesOf, type TransferClient, tarOf } from './client.ts'

type Engine = ReturnType<typeof connect>

type Upload = (bytes: number) => { body: Readable | Iterable<Uint8Array>; bodyLength?: number }

const chunks: Upload = (bytes) => ({ body: tarOf(bytes) })
const length: Upload = (bytes) => ({ body: tarOf(bytes), bodyLength: bytes })
const generator: Upload = (bytes) => ({ body: piecesOf(bytes), bodyLength: bytes })

type Read = (engine: Engine, bytes: number) => Promise<number>

function open(socketPath: string, read: Read, upload: Upload): TransferClient {
  const engine = connect({ host: `unix://${socketPath}` })
  return {
    download: (bytes) => read(engine, bytes),
    async upload(bytes) {
      await engine.put('/containers/{id}/archive', { path: { id: 'x' }, query: { path: '/' }, ...upload(bytes) })
    },
    close: () => engine.close(),
  }
}

const archive = (engine: Engine, bytes: number) =>
  engine.request('GET', '/containers/{id}/archive', { path: { id: 'x' }, query: { path: String(bytes) } })

async function readSource(engine: Engine, bytes: number): Promise<number> {
  const { source } = await archive(engine, bytes)
  return new Promise((resolve, reject) => {
    let read = 0
    source.start({
      onData(_bytes, start, end) {
        read += end - start
      },
      onEnd: () => resolve(read),
      onFail: reject,
    })
  })
}

async function readIterator(engine: Engine, bytes: number): Promise<number> {
  let read = 0
  for await (const piece of await archive(engine, bytes)) read += piece.length
  return read
}

export const openSource = (socketPath: string): TransferClient => open(socketPath, readSource, chunks)
export const openIterator = (socketPath: string): TransferClient => open(socketPath, readIterator, chunks)
export const openLength = (socketPath: string): TransferClient => open(socketPath, readSource, length)
export const openGenerator = (socketPath: string): TransferClient => open(socketPath, readSource, generator)
