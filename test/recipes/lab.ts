// What the recipes' tests against a running Engine share: a client over each way to it (its unix socket, TCP and TLS
// through bridges), and containers that go with the test file that made them.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe } from 'node:test'
import { type ConnectOptions, connect, type Engine, EngineError } from '../../src/index.ts'
import { tcpBridge } from '../support/bridge.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { tlsBridge } from '../support/tls-bridge.ts'

/** The Engine under test: it has an image `busybox:latest`. */
export interface Target {
  host: string
  labels: Readonly<Record<string, string>>
  skip: string | false
}

/** A way to the Engine. */
interface Way {
  name: string
  skip: string | false
  open(host: string): Promise<{ options: ConnectOptions; close(): Promise<void> }>
}

const ways: readonly Way[] = [
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
  const made = makeCertificates(folder)
  rmSync(folder, { recursive: true })
  const { host, close } = await tlsBridge(socket, made)
  return { options: { host, tls: { ca: made.ca, ...made.client } }, close }
}

/** How a container is made, beside its command. */
export interface Making {
  Tty?: boolean
  HostConfig?: { [field: string]: unknown }
  [field: string]: unknown
}

/** A client and the containers made with it. */
export class Lab {
  readonly engine: Engine
  readonly #options: ConnectOptions
  readonly labels: Readonly<Record<string, string>>
  readonly #made: string[] = []
  #idle: Promise<string> | undefined

  constructor(options: ConnectOptions, labels: Readonly<Record<string, string>>) {
    this.#options = options
    this.engine = connect(options)
    this.labels = labels
  }

  /** Straight to the Engine: a bridge cannot pass a client's vanishing on as such, and the Engine keeps its side open. */
  get direct(): boolean {
    return this.#options.host?.startsWith('unix:') === true
  }

  /** Another client on the same way; the test closes it. */
  client(): Engine {
    return connect(this.#options)
  }

  /** The body that creates a container, labels included. */
  spec(cmd: readonly string[], making: Making = {}): { Image: string; Cmd: readonly string[] } & Making {
    return { Image: 'busybox:latest', Cmd: cmd, Labels: this.labels, StopSignal: 'SIGKILL', ...making }
  }

  /** Creates a container; it is removed in the end. */
  async create(cmd: readonly string[], making?: Making): Promise<string> {
    const { Id } = await this.engine.post('/containers/create', { body: this.spec(cmd, making) })
    this.#made.push(Id)
    return Id
  }

  async launch(cmd: readonly string[], making?: Making): Promise<string> {
    const id = await this.create(cmd, making)
    await this.start(id)
    return id
  }

  async start(id: string): Promise<void> {
    await this.engine.post('/containers/{id}/start', { path: { id } })
  }

  /** A container that runs as long as the lab, for execs. */
  idle(): Promise<string> {
    return this.launchOnce(['sleep', '3600'])
  }

  /** The same container at every call. */
  launchOnce(cmd: readonly string[]): Promise<string> {
    this.#idle ??= this.launch(cmd)
    return this.#idle
  }

  /** Runs a container to its end. */
  async finish(cmd: readonly string[], making?: Making): Promise<string> {
    const id = await this.launch(cmd, making)
    await this.engine.post('/containers/{id}/wait', { path: { id } })
    return id
  }

  /** The ids of this file's containers that are there, in any state. */
  async present(): Promise<string[]> {
    const filters = { label: Object.entries(this.labels).map(([key, value]) => `${key}=${value}`) }
    const all = await this.engine.get('/containers/json', { query: { all: true, filters } })
    return all.map(({ Id }) => Id)
  }

  async close(): Promise<void> {
    const query = { force: true, v: true }
    const gone = this.#made.map((id) =>
      this.engine.delete('/containers/{id}', { path: { id }, query }).catch(unlessGone),
    )
    await Promise.all(gone)
    await this.engine.close()
  }
}

/** Registers the same tests for each way to the Engine, or with `only` for its own socket alone. */
export function overEveryWay(target: Target, what: string, register: (lab: () => Lab) => void, only = false): void {
  for (const way of only ? ways.slice(0, 1) : ways) {
    describe(`${what} over ${way.name}`, { skip: target.skip || way.skip }, () => {
      let lab: Lab
      let close: () => Promise<void>
      before(async () => {
        const opened = await way.open(target.host)
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

/** 404: the test removed it; 409: its removal is under way. */
function unlessGone(error: unknown): void {
  if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
}
