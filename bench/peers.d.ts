// What the bench uses of dockerode, which ships no types.
declare module 'dockerode' {
  import type { Readable, Writable } from 'node:stream'

  interface Container {
    inspect(): Promise<unknown>
    getArchive(options: { path: string }): Promise<Readable>
    putArchive(file: Readable | Buffer, options: { path: string }): Promise<unknown>
    logs(options: { follow: true; stdout: boolean; stderr: boolean }): Promise<Readable>
    attach(options: {
      stream?: boolean
      logs?: boolean
      hijack: true
      stdout: boolean
      stderr: boolean
    }): Promise<Readable>
    exec(options: object): Promise<{ start(options: object): Promise<Readable> }>
  }
  export default class Docker {
    constructor(options: { socketPath: string; agent?: import('node:http').Agent })
    readonly modem: { demuxStream(stream: Readable, stdout: Writable, stderr: Writable): void }
    ping(): Promise<unknown>
    listContainers(options: { all: boolean }): Promise<unknown>
    getContainer(id: string): Container
  }
}
