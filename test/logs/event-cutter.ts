// A unix socket in front of an Engine's that passes everything on and can reset the connections for events.
// A private Engine cannot be asked to do that alone.

import { once } from 'node:events'
import net from 'node:net'
import type { TestContext } from 'node:test'
import { hostOf, localSocket } from '../support/local-socket.ts'
import { tempDir } from '../support/temp.ts'

/** What stands in front of an Engine. */
export interface EventCutter {
  readonly host: string
  /** Resets the connections for events. Returns how many. */
  cut(): number
}

/** @param host `unix:///path` */
export async function cutEventsOf(t: TestContext, host: string): Promise<EventCutter> {
  const socket = localSocket(tempDir(t), 'cut.sock').path
  const open = new Set<net.Socket>()
  const events = new Set<net.Socket>()
  const server = net.createServer((near) => {
    const far = net.connect(new URL(host).pathname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        events.delete(one)
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (/^GET \S*\/events/.test(bytes.toString('latin1'))) events.add(near)
    })
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(socket)
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const one of open) one.destroy()
  })
  return {
    host: hostOf(socket),
    cut() {
      const { size } = events
      for (const one of events) one.destroy()
      return size
    },
  }
}
