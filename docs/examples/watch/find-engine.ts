// The Engine for `npm start`: the one that `docker` would use, else the embedded engine. Reports which one and why.

import { connect, type Engine, FairleadError, resolveEndpoint } from 'fairlead'
import { EmbeddedEngine } from 'fairlead/testing'
import { demoProgram } from './demo-program.ts'

/** An Engine that responded. */
export interface Found {
  engine: Engine
  /** The demonstration's image; undefined if the Engine has no suitable one. */
  image: string | undefined
  /** What was found, in words. */
  story: string
  /** How many of its containers run. */
  running: number
  close(): Promise<void>
}

/** @param names containers to follow, if any: the embedded engine has none of them. */
export async function findEngine(names: readonly string[]): Promise<Found> {
  const engine = connect()
  const { reason } = resolveEndpoint()
  const place = reason === 'DOCKER_HOST' ? `DOCKER_HOST (${process.env.DOCKER_HOST})` : reason
  try {
    const { Version, ApiVersion } = await engine.get('/version')
    const running = names.length > 0 ? 0 : (await engine.get('/containers/json')).length
    const image = names.length > 0 || running > 0 ? undefined : await findImage(engine)
    if (names.length > 0 || running > 0 || image !== undefined) {
      const story = `Engine ${Version} (API ${ApiVersion}) at ${place}, using API ${engine.apiVersion}`
      return { engine, image, story, running, close: () => engine.close() }
    }
    await engine.close()
    return await embedded(`The Engine at ${place} has no image with a shell (such as busybox or alpine)`)
  } catch (error) {
    await engine.close()
    // If a host or containers were named, no response is an error: only a real Engine can have them.
    if (process.env.DOCKER_HOST || names.length > 0 || !(error instanceof FairleadError)) throw error
    return await embedded(`No Engine responds at ${place} (${error.code})`)
  }
}

async function findImage(engine: Engine): Promise<string | undefined> {
  const images = await engine.get('/images/json')
  const tags = images.flatMap((image) => image.RepoTags ?? [])
  return tags.find((tag) => /(^|\/)(busybox|alpine)(:|$)/.test(tag))
}

async function embedded(why: string): Promise<Found> {
  const server = await EmbeddedEngine.start()
  server.image('demo:latest', demoProgram)
  const engine = connect(server.host)
  const close = async (): Promise<void> => {
    await engine.close()
    await server.close()
  }
  const story = `${why}: showing the built-in embedded engine instead`
  return { engine, image: 'demo:latest', story, running: 0, close }
}
