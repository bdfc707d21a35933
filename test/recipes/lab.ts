// What the recipes' tests against a running Engine share: a client over each transport (its unix socket, TCP and TLS through
// bridges), and containers that are removed at the end of the test file that created them.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe } from 'node:test'
import { type ConnectOptions, connect, type Engine } from '../../src/index.ts'
import { tcpBridge } from '../support/bridge.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { ContainerLab } from '../support/lab.ts'
import { isSoak, isWhole } from '../support/soak.ts'
import { tlsBridge } from '../support/tls-bridge.ts'

/** The Engine under test: it has an image `busybox:latest`. */
export interface Target {
  host: string
  labels: Readonly<Record<string, string>>
  skip: string | false
}

/** A transport to the Engine. */
interface Transport {
  name: string
  skip: string | false
  open(host: string): Promise<{ options: ConnectOptions; close(): Promise<void> }>
}

const transports: readonly Transport[] = [
  { name: 'its own socket', skip: false, open: async (host) => ({ options: { host }, close: async () => undefined }) },
  { name: 'TCP', skip: false, open: overTcp },
  { name: 'TLS', skip: withoutOpenssl(), open: overTls },
]

async function overTcp(socket: string) {
  const { host, close } = await tcpBridge(socket)
  return { options: { host }, close }
}

async function overTls(socket: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-tls-'))
  const certificates = makeCertificates(folder)
  rmSync(folder, { recursive: true })
  const { host, close } = await tlsBridge(socket, certificates)
  return { options: { host, tls: { ca: certificates.ca, ...certificates.client } }, close }
}

/** How a container is created, in addition to its command. */
export interface Making {
  Tty?: boolean
  HostConfig?: { [field: string]: unknown }
  [field: string]: unknown
}

/** A client and the containers created with it. */
export class Lab extends ContainerLab {
  readonly #options: ConnectOptions
  readonly labels: Readonly<Record<string, string>>
  #idle: Promise<string> | undefined

  constructor(options: ConnectOptions, labels: Readonly<Record<string, string>>) {
    super(connect(options))
    this.#options = options
    this.labels = labels
  }

  /** Whether the client is connected without a bridge: a bridge cannot pass on that a client vanished, and the Engine keeps its side open. */
  get direct(): boolean {
    return this.#options.host?.startsWith('unix:') === true
  }

  /** Another client on the same transport; the test closes it. */
  client(): Engine {
    return connect(this.#options)
  }

  /** The body that creates a container, labels included. */
  spec(cmd: readonly string[], making: Making = {}): { Image: string; Cmd: readonly string[] } & Making {
    return { Image: 'busybox:latest', Cmd: cmd, Labels: this.labels, StopSignal: 'SIGKILL', ...making }
  }

  /** Creates a container, which close() removes. */
  async create(cmd: readonly string[], making?: Making): Promise<string> {
    return this.createFrom(this.spec(cmd, making))
  }

  async launch(cmd: readonly string[], making?: Making): Promise<string> {
    const id = await this.create(cmd, making)
    await this.start(id)
    return id
  }

  /** A container for execs that runs as long as the lab. */
  idle(): Promise<string> {
    return this.launchOnce(['sleep', '3600'])
  }

  /** Returns the same container at every call. */
  launchOnce(cmd: readonly string[]): Promise<string> {
    this.#idle ??= this.launch(cmd)
    return this.#idle
  }

  /** Runs a container to its end. */
  async finish(cmd: readonly string[], making?: Making): Promise<string> {
    const id = await this.launch(cmd, making)
    await this.exitCode(id)
    return id
  }

  /** The ids of this file's containers that exist, in any state. */
  async present(): Promise<string[]> {
    const filters = { label: Object.entries(this.labels).map(([key, value]) => `${key}=${value}`) }
    const all = await this.engine.get('/containers/json', { query: { all: true, filters } })
    return all.map(({ Id }) => Id)
  }

  async close(): Promise<void> {
    await this.removeAll(this.engine)
    await this.engine.close()
  }
}

/**
 * Registers the same tests for each transport to the Engine.
 * With 'all' TLS takes part in a whole run, and TCP in a soak alone: TLS is the same and more. With 'soak' both do in a soak alone.
 * With 'own' only its own socket does.
 */
export function overTransports(
  which: 'all' | 'soak' | 'own',
  target: Target,
  what: string,
  register: (lab: () => Lab) => void,
): void {
  const wanted = transports.filter(
    ({ name }, at) => at === 0 || (which !== 'own' && isSoak) || (which === 'all' && name === 'TLS' && isWhole),
  )
  for (const transport of wanted) {
    describe(`${what} over ${transport.name}`, { skip: target.skip || transport.skip }, () => {
      let lab: Lab
      let close: () => Promise<void>
      before(async () => {
        const opened = await transport.open(target.host)
        close = opened.close
        lab = new Lab(opened.options, target.labels)
      })
      after(async () => {
        await lab?.close()
        await close?.()
      })
      register(() => lab)
    })
  }
}
