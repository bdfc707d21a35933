// A client and the containers that a test creates with it: the common part of the labs of test/contract and test/recipes.

import { type Engine, EngineError } from '../../src/index.ts'
import { withoutNetwork } from './live.ts'

/** Keeps the ids of the containers it creates, so that all are removed even if the test fails. */
export class ContainerLab {
  readonly engine: Engine
  readonly #made: string[] = []

  constructor(engine: Engine) {
    this.engine = engine
  }

  /** Creates a container from the body of ContainerCreate and returns its id. */
  protected async createFrom(body: { Image: string; [field: string]: unknown }, name?: string): Promise<string> {
    const { Id } = await this.engine.post('/containers/create', { query: { name }, body: withoutNetwork(body) })
    this.#made.push(Id)
    return Id
  }

  async start(id: string): Promise<void> {
    await this.engine.post('/containers/{id}/start', { path: { id } })
  }

  /** Waits for the container's end. */
  async exitCode(id: string): Promise<number> {
    const { StatusCode } = await this.engine.post('/containers/{id}/wait', { path: { id } })
    return StatusCode
  }

  /** Removes the containers, with the lab's client or another. */
  protected async removeAll(engine: Engine): Promise<void> {
    const query = { force: true, v: true }
    const gone = this.#made.map((id) => engine.delete('/containers/{id}', { path: { id }, query }).catch(unlessGone))
    await Promise.all(gone)
  }
}

/** 404: the test removed it; 409: its removal is under way. */
function unlessGone(error: unknown): void {
  if (!(error instanceof EngineError && (error.status === 404 || error.status === 409))) throw error
}
