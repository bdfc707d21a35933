// A container that was started for a test: where it is reached, what can be done with it, and its end.

import { type Engine, EngineError, type ExecOptions, type ExecResult, exec, logs } from 'fairlead'
import { copyIn, copyOut } from 'fairlead/files'

export class StartedContainer {
  readonly engine: Engine
  readonly id: string
  readonly name: string
  /** Where published ports are reached from this machine. */
  readonly host: string
  #ports: ReadonlyMap<number, number>
  #addresses: ReadonlyMap<string, string>
  readonly #closer = new AbortController()

  private constructor(engine: Engine, id: string, name: string, host: string) {
    this.engine = engine
    this.id = id
    this.name = name
    this.host = host
    this.#ports = this.#addresses = new Map()
  }

  static async of(engine: Engine, id: string, host: string): Promise<StartedContainer> {
    const { Name = '' } = await engine.get('/containers/{id}/json', { path: { id } })
    const container = new StartedContainer(engine, id, Name.replace(/^\//, ''), host)
    await container.#inspect()
    return container
  }

  /** The port of `host` at which a port of the container is published. */
  port(number: number): number {
    const published = this.#ports.get(number)
    if (published === undefined) throw new Error(`port ${number} of ${this.name} is not published: name it in 'ports'`)
    return published
  }

  /** The container's address in a network, for other containers. */
  address(network: string): string {
    const address = this.#addresses.get(network)
    if (!address) throw new Error(`${this.name} has no address in the network ${network}`)
    return address
  }

  /** Runs a command in it. An exit code other than 0 does not reject. */
  exec(command: string[], options: Omit<ExecOptions, 'encoding'> = {}): Promise<ExecResult> {
    return exec(this.engine, this.id, command, options)
  }

  /** Its log so far, both outputs. */
  async logs(): Promise<string> {
    let text = ''
    for await (const line of logs(this.engine, this.id)) text += `${line.text}\n`
    return text
  }

  /** Calls back with each line of its log until it ends. */
  watchLines(onLine: (text: string, stream: 'stdout' | 'stderr') => void): void {
    const follow = async (): Promise<void> => {
      const lines = logs(this.engine, this.id, { follow: true, signal: this.#closer.signal })
      for await (const { text, stream } of lines) onLine(text, stream === 'stderr' ? 'stderr' : 'stdout')
    }
    // Its end, or the session's, ends the log.
    follow().catch(() => {})
  }

  copyIn(from: string, to: string): Promise<void> {
    return copyIn(this.engine, this.id, from, to)
  }

  copyOut(from: string, to: string): Promise<void> {
    return copyOut(this.engine, this.id, from, to)
  }

  /** Its state in the Engine's words: 'running', 'exited' … */
  async state(): Promise<string> {
    const { State } = await this.engine.get('/containers/{id}/json', { path: { id: this.id } })
    return State?.Status ?? 'unknown'
  }

  /** Restarts it. Its ports may be others afterwards. */
  async restart(timeoutSeconds = 10): Promise<void> {
    await this.engine.post('/containers/{id}/restart', { path: { id: this.id }, query: { t: timeoutSeconds } })
    await this.#inspect()
  }

  /** Stops it and keeps it: its log and its files can still be read. */
  async stop(timeoutSeconds = 10): Promise<void> {
    await this.engine.post('/containers/{id}/stop', { path: { id: this.id }, query: { t: timeoutSeconds } })
  }

  /** Ends and removes it, with its anonymous volumes. */
  async remove(): Promise<void> {
    this.#closer.abort()
    const query = { force: true, v: true }
    await this.engine.delete('/containers/{id}', { path: { id: this.id }, query }).catch((error: unknown) => {
      if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }

  async #inspect(): Promise<void> {
    const { NetworkSettings } = await this.engine.get('/containers/{id}/json', { path: { id: this.id } })
    const ports = Object.entries(NetworkSettings?.Ports ?? {}).flatMap(([name, bindings]) => {
      const { HostPort } = bindings?.[0] ?? {}
      return HostPort ? [[Number.parseInt(name, 10), Number(HostPort)] as const] : []
    })
    this.#ports = new Map(ports)
    const networks = Object.entries(NetworkSettings?.Networks ?? {})
    this.#addresses = new Map(networks.map(([name, network]) => [name, network?.IPAddress ?? '']))
  }
}
