// Which Engine `npm start` talks to: the one that `docker` would use, else the embedded engine, and it says which and why.

import { connect, type Engine, FairleadError, resolveEndpoint } from 'fairlead'
import { EmbeddedEngine } from 'fairlead/testing'
import { demoProgram } from './demo-program.ts'

/** An Engine that answered. */
export interface Found {
  engine: Engine
  /** The image to run for the demonstration; undefined where the Engine has none that will do. */
  image: string | undefined
  /** What was found, for people. */
  story: string
  close(): Promise<void>
}

/** @param names containers to follow, if any were named: the embedded engine would have none of them. */
export async function findEngine(names: readonly string[]): Promise<Found> {
  const engine = connect()
  const { reason } = resolveEndpoint()
  const place = reason === 'DOCKER_HOST' ? `DOCKER_HOST (${process.env.DOCKER_HOST})` : reason
  try {
    const { Version, ApiVersion } = await engine.get('/version')
    const image = names.length > 0 ? undefined : await findImage(engine)
    if (names.length > 0 || image !== undefined) {
      const story = `Engine ${Version} (API ${ApiVersion}) at ${place}, speaking API ${engine.apiVersion}`
      return { engine, image, story, close: () => engine.close() }
    }
    await engine.close()
    return await embedded(`The Engine at ${place} has no image with a shell (busybox or alpine will do)`)
  } catch (error) {
    await engine.close()
    // A host that was named and does not answer is an error, and so are containers that only a real Engine can have.
    if (process.env.DOCKER_HOST || names.length > 0 || !(error instanceof FairleadError)) throw error
    return await embedded(`No Engine answers at ${place} (${error.code})`)
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
  return { engine, image: 'demo:latest', story: `${why}: showing the built-in embedded engine instead`, close }
}
