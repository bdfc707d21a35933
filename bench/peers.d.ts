// What the bench uses of dockerode, which ships no types.
declare module 'dockerode' {
  import type { Duplex, Readable, Writable } from 'node:stream'

  interface Container {
    inspect(): Promise<unknown>
    start(): Promise<unknown>
    getArchive(options: { path: string }): Promise<Readable>
    putArchive(file: Readable | Buffer, options: { path: string }): Promise<unknown>
    logs(options: {
      follow: true
      tail?: number | 'all'
      stdout: boolean
      stderr: boolean
      abortSignal?: AbortSignal
    }): Promise<Readable>
    attach(options: {
      stream?: boolean
      logs?: boolean
      hijack: true
      stdin?: boolean
      stdout: boolean
      stderr: boolean
      abortSignal?: AbortSignal
    }): Promise<Duplex>
    exec(options: object): Promise<{ start(options: object): Promise<Duplex> }>
  }
  export default class Docker {
    constructor(options: { socketPath: string; agent?: import('node:http').Agent; modem?: object })
    readonly modem: {
      demuxStream(stream: Readable, stdout: Writable, stderr: Writable): void
      followProgress(stream: Readable, onFinished: (error: Error | null) => void): void
    }
    pull(reference: string, options: object): Promise<Readable>
    createContainer(options: object): Promise<unknown>
    ping(): Promise<unknown>
    listContainers(options: { all: boolean }): Promise<unknown>
    getContainer(id: string): Container
  }
}
