// fairlead: the callback on the bytes in place, with paced reads and without, and the iterator of lines.
import { connect } from 'fairlead'
import { unpaced } from '../pacing.ts'
import type { FanInClient } from './client.ts'
import { stampAt } from './lines.ts'

function open(socketPath: string, options = {}) {
  const engine = connect({ host: `unix://${socketPath}`, ...options })
  return () =>
    engine.request('GET', '/containers/{id}/logs', {
      path: { id: 'x' },
      query: { follow: true, stdout: true, stderr: true },
    })
}

export const openOnFrame = (socketPath: string): FanInClient => onFrame(open(socketPath))
export const openUnpaced = (socketPath: string): FanInClient => onFrame(open(socketPath, unpaced))

function onFrame(logs: ReturnType<typeof open>): FanInClient {
  return {
    async follow(onStamp) {
      const response = await logs()
      // A stream here ends with the process; one that fails ends the process.
      void response.onFrame((_kind, bytes, start) => onStamp(stampAt(bytes, start)))
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
      void read()
    },
  }
}
