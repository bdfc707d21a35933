// Random operations on a real Engine's containers, images, networks, volumes and services. Refusals are part of it.

import { type Engine, EngineError } from '../../../src/index.ts'

/** Random numbers from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const HEALTH = { Test: ['CMD-SHELL', 'exit $(($(date +%s) % 2))'], Interval: 1e9, Retries: 1 }

/** Makes operations one after another. */
export class Churn {
  readonly #engine: Engine
  readonly #random: () => number
  readonly #hasSwarm: boolean
  #made = 0
  /** Operations by what came of them: '204', 'refused 409', 'broken'. */
  readonly outcomes = new Map<string, number>()

  constructor(engine: Engine, random: () => number, hasSwarm: boolean) {
    this.#engine = engine
    this.#random = random
    this.#hasSwarm = hasSwarm
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  #oneOf<T>(items: readonly T[]): T | undefined {
    return items[this.#below(items.length)]
  }

  /** One random operation. Rejects only for what no operation should do. */
  async step(): Promise<void> {
    const names = Object.keys(this.#operations)
    const name = this.#oneOf(names.filter((one) => this.#hasSwarm || !one.startsWith('service')))!
    let outcome = name
    try {
      await this.#operations[name]!()
    } catch (error) {
      if (!(error instanceof EngineError)) outcome = `${name} broken`
      else outcome = `${name} ${error.status}`
    }
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
  }

  async #container(): Promise<{ id: string }> {
    const all = await this.#engine.get('/containers/json', { query: { all: true } })
    const found = this.#oneOf(all)
    return { id: found === undefined || (all.length < 8 && this.#random() < 0.5) ? await this.#create() : found.Id }
  }

  async #create(): Promise<string> {
    const number = ++this.#made
    const { Id } = await this.#engine.post('/containers/create', {
      query: { name: `c${number}` },
      body: {
        Image: this.#random() < 0.8 ? 'busybox:latest' : 'moving:tag',
        Cmd:
          this.#random() < 0.5 ? ['sleep', '600'] : ['sh', '-c', `sleep 0.${this.#below(9)}; exit ${this.#below(2)}`],
        Labels: { number: String(number) },
        ...(this.#random() < 0.2 ? { Healthcheck: HEALTH } : {}),
        StopSignal: 'KILL',
        HostConfig: {
          NetworkMode: this.#random() < 0.5 ? 'none' : await this.#network(),
          ...(this.#random() < 0.1 ? { AutoRemove: true } : {}),
          ...(this.#random() < 0.2 ? { Binds: [`anyvolume${this.#below(3)}:/data`] } : {}),
        },
      },
    })
    return Id
  }

  async #network(): Promise<string> {
    const all = await this.#engine.get('/networks')
    return this.#oneOf(all.filter(({ Name }) => Name?.startsWith('n')))?.Id ?? 'none'
  }

  async #service(): Promise<{ id: string; version: number; spec: object }> {
    const found = this.#oneOf(await this.#engine.get('/services'))
    return { id: found?.ID ?? 'none', version: found?.Version?.Index ?? 0, spec: found?.Spec ?? {} }
  }

  readonly #operations: Record<string, () => Promise<void>> = {
    create: async () => void (await this.#create()),
    start: async () => void (await this.#engine.post('/containers/{id}/start', { path: await this.#container() })),
    startAgain: async () => void (await this.#engine.post('/containers/{id}/start', { path: await this.#container() })),
    stop: async () =>
      void (await this.#engine.post('/containers/{id}/stop', { path: await this.#container(), query: { t: 0 } })),
    kill: async () => void (await this.#engine.post('/containers/{id}/kill', { path: await this.#container() })),
    pause: async () => void (await this.#engine.post('/containers/{id}/pause', { path: await this.#container() })),
    unpause: async () => void (await this.#engine.post('/containers/{id}/unpause', { path: await this.#container() })),
    rename: async () =>
      void (await this.#engine.post('/containers/{id}/rename', {
        path: await this.#container(),
        query: { name: `r${++this.#made}` },
      })),
    restart: async () =>
      void (await this.#engine.post('/containers/{id}/restart', { path: await this.#container(), query: { t: 0 } })),
    remove: async () =>
      void (await this.#engine.delete('/containers/{id}', {
        path: await this.#container(),
        query: { force: true, v: true },
      })),
    removeAnother: async () =>
      void (await this.#engine.delete('/containers/{id}', { path: await this.#container(), query: { force: true } })),
    update: async () =>
      void (await this.#engine.post('/containers/{id}/update', {
        path: await this.#container(),
        body: { RestartPolicy: this.#random() < 0.3 ? { Name: 'on-failure', MaximumRetryCount: 2 } : { Name: 'no' } },
      })),
    commit: async () => {
      const { id } = await this.#container()
      await this.#engine.post('/commit', {
        query: { container: id, repo: this.#random() < 0.5 ? undefined : `made${this.#below(4)}` },
      })
    },
    tag: async () => {
      const image = this.#oneOf(await this.#engine.get('/images/json'))
      const repo = this.#random() < 0.5 ? 'moving' : `image${this.#below(6)}`
      await this.#engine.post('/images/{name}/tag', {
        path: { name: image?.Id ?? 'none' },
        query: { repo, tag: 'tag' },
      })
    },
    untag: async () => {
      const image = this.#oneOf(await this.#engine.get('/images/json'))
      const name = image?.RepoTags?.find((tag) => tag !== 'busybox:latest') ?? image?.Id ?? 'none'
      if (image?.RepoTags?.includes('busybox:latest') && name === image.Id) return
      await this.#engine.delete('/images/{name}', { path: { name } })
    },
    networkCreate: async () =>
      void (await this.#engine.post('/networks/create', {
        body: { Name: `n${++this.#made}`, Driver: 'bridge', Internal: true },
      })),
    // Only of one that runs: without an event, no watch can know of it.
    networkConnect: async () => {
      const all = await this.#engine.get('/containers/json')
      const body = { Container: this.#oneOf(all)?.Id ?? 'none' }
      await this.#engine.post('/networks/{id}/connect', { path: { id: await this.#network() }, body })
    },
    networkDisconnect: async () => {
      const all = await this.#engine.get('/containers/json')
      const found = this.#oneOf(all)
      const id = Object.values(found?.NetworkSettings.Networks ?? {})[0]?.NetworkID || 'none'
      const body = { Container: found?.Id ?? 'none' }
      await this.#engine.post('/networks/{id}/disconnect', { path: { id }, body })
    },
    networkRemove: async () =>
      void (await this.#engine.delete('/networks/{id}', { path: { id: await this.#network() } })),
    volumeCreate: async () => void (await this.#engine.post('/volumes/create', { body: { Name: `v${++this.#made}` } })),
    volumeRemove: async () => {
      const { Volumes } = await this.#engine.get('/volumes')
      await this.#engine.delete('/volumes/{name}', { path: { name: this.#oneOf(Volumes ?? [])?.Name ?? 'none' } })
    },
    volumePrune: async () => void (await this.#engine.post('/volumes/prune')),
    serviceCreate: async () => {
      const TaskTemplate = { ContainerSpec: { Image: 'nowhere/at-all' } }
      await this.#engine.post('/services/create', {
        body: { Name: `s${++this.#made}`, TaskTemplate, Mode: { Replicated: { Replicas: 0 } } } as never,
      })
    },
    serviceUpdate: async () => {
      const { id, version, spec } = await this.#service()
      const body = { ...spec, Labels: { changed: String(++this.#made) } }
      await this.#engine.post('/services/{id}/update', { path: { id }, query: { version }, body } as never)
    },
    serviceRemove: async () => {
      const { id } = await this.#service()
      await this.#engine.delete('/services/{id}', { path: { id } })
    },
  }
}
