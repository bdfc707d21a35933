// fairlead, as its README says: engine.get with a path of the API document.
import { connect } from 'fairlead'
import { check, ID, type Operation } from './answers.ts'
import { drive, type RequestClient, type Use } from './client.ts'

export function openFairlead(socketPath: string, { at, cold }: Use): RequestClient {
  const engine = connect({ host: `unix://${socketPath}`, ...(cold && { pool: { idle: 0 } }) })
  const calls: Record<Operation, () => Promise<unknown>> = {
    ping: () => engine.get('/_ping'),
    inspect: () => engine.get('/containers/{id}/json', { path: { id: ID } }),
    list: () => engine.get('/containers/json', { query: { all: true } }),
  }
  return {
    run: (operation, count) => drive(count, at, async () => check(operation, await calls[operation]())),
    close: () => engine.close(),
  }
}
