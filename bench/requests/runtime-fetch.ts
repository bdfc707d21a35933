// The runtime's own fetch, and the body as text or as parsed JSON.
import { runtimeFetch } from '../runtime-fetch.ts'
import { type Operation, targets } from './answers.ts'
import { drive, type RequestClient, type Use } from './client.ts'

export function openRuntimeFetch(socketPath: string, { at, cold }: Use): RequestClient {
  if (cold) throw new Error('it keeps its connections')
  const fetch = runtimeFetch(socketPath)
  const call = async (operation: Operation): Promise<unknown> => {
    const target = operation === 'ping' ? targets.ping : `/v1.51${targets[operation]}`
    const response = await fetch(`http://docker${target}`)
    return operation === 'ping' ? response.text() : response.json()
  }
  return { run: (operation, count) => drive(operation, count, at, call), close() {} }
}
