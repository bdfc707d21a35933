// fairlead: PUT archive with a Readable as its body, in chunks, as an application that streams a tar has it; GET archive by the
// push source and by `for await`, whose pieces are the application's own.
import { connect } from 'fairlead'
import { type TransferClient, tarOf } from './client.ts'

type Engine = ReturnType<typeof connect>

function open(socketPath: string, read: (engine: Engine, bytes: number) => Promise<number>): TransferClient {
  const engine = connect({ host: `unix://${socketPath}` })
  return {
    download: (bytes) => read(engine, bytes),
    async upload(bytes) {
      await engine.put('/containers/{id}/archive', { path: { id: 'x' }, query: { path: '/' }, body: tarOf(bytes) })
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

export const openSource = (socketPath: string): TransferClient => open(socketPath, readSource)
export const openIterator = (socketPath: string): TransferClient => open(socketPath, readIterator)
