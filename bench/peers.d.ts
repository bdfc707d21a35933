// What the bench uses of dockerode, which ships no types.
declare module 'dockerode' {
  import type { Readable, Writable } from 'node:stream'

  interface Container {
    logs(options: { follow: true; tail?: number | 'all'; stdout: boolean; stderr: boolean }): Promise<Readable>
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
    constructor(options: { socketPath: string })
    readonly modem: { demuxStream(stream: Readable, stdout: Writable, stderr: Writable): void }
    getContainer(id: string): Container
  }
}
