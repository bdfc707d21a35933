// The Engine that is measured against, a private one where none is named, and the containers on it.
import { connect } from 'fairlead'
import { startPrivateEngine } from '../private-engine.ts'
import { command, HEAD_START } from './ways.ts'

/** What an Engine has for the bench. Ids. */
export interface Stage {
  host: string
  /** 'Docker 20.10.24' */
  name: string
  /** Runs, and does nothing. */
  running: string
  /** Has ended, with all lines in its log. */
  ended: string
  /** Starts one that writes all lines after HEAD_START; the one before is removed. */
  fresh(): Promise<string>
  close(): Promise<void>
}

/** Prepares it, or gives the reason why there is none. */
export async function setStage(given: string | undefined, lines: number): Promise<Stage | string> {
  const provided = given === undefined ? await startPrivateEngine() : { host: given, stop: async () => {} }
  if (typeof provided === 'string') return provided
  const { host } = provided
  const engine = connect({ host })
  const made: string[] = []
  const start = async (Cmd: string[]): Promise<string> => {
    const body = { Image: 'busybox:latest', Cmd }
    const { Id: id } = await engine.post('/containers/create', { body })
    made.push(id)
    await engine.post('/containers/{id}/start', { path: { id } })
    return id
  }
  const remove = (id: string) => engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
  const close = async () => {
    await Promise.all(made.map(remove))
    await engine.close()
    await provided.stop()
  }
  try {
    const { Version } = await engine.get('/version')
    const ended = await start(command(lines))
    await engine.post('/containers/{id}/wait', { path: { id: ended } })
    const running = await start(['sleep', '3600'])
    const fresh = async () => {
      if (made.length > 2) await remove(made.pop()!)
      return start(command(lines, HEAD_START))
    }
    return { host, name: `Docker ${Version}`, running, ended, fresh, close }
  } catch (error) {
    await close()
    throw error
  }
}
