// fairlead: the callback on the bytes in place, and the iterator of lines.
import { connect } from 'fairlead'
import type { FanInClient } from './client.ts'
import { stampAt } from './lines.ts'

function open(socketPath: string) {
  const engine = connect({ host: `unix://${socketPath}` })
  return () =>
    engine.request('GET', '/containers/{id}/logs', {
      path: { id: 'x' },
      query: { follow: true, stdout: true, stderr: true },
    })
}

// A stream here ends with the process, and what fails is seen by what does not arrive.
const ignore = (): void => {}

export function openOnFrame(socketPath: string): FanInClient {
  const logs = open(socketPath)
  return {
    async follow(onStamp) {
      const response = await logs()
      response.onFrame((_kind, bytes, start) => onStamp(stampAt(bytes, start))).catch(ignore)
    },
  }
}

export function openLines(socketPath: string): FanInClient {
  const logs = open(socketPath)
  return {
    async follow(onStamp) {
      const response = await logs()
      const read = async (): Promise<void> => {
        for await (const { text } of response.lines()) onStamp(Number(text.slice(0, 16)))
      }
      read().catch(ignore)
    },
  }
}
