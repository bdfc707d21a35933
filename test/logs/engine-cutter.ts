// A unix socket in front of an Engine's that passes everything on and can reset one connection, or those for events.
// A private Engine cannot be asked to do that alone.

import { once } from 'node:events'
import net from 'node:net'
import type { TestContext } from 'node:test'
import { hostOf, localSocket } from '../support/local-socket.ts'
import { tempDir } from '../support/temp.ts'

/** What stands in front of an Engine. */
export interface EngineCutter {
  readonly host: string
  /** Resets the connections for events. Returns how many. */
  cutEvents(): number
  /** Resets one of the connections that have carried a request. @param chance from 0 to 1: which one. Returns whether there was one. */
  cutOne(chance: number): boolean
}

/** @param host `unix:///path` */
export async function cutterOf(t: TestContext, host: string): Promise<EngineCutter> {
  const socket = localSocket(tempDir(t), 'cut.sock').path
  const open = new Set<net.Socket>()
  const used = new Set<net.Socket>()
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
        used.delete(one)
        events.delete(one)
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      used.add(near)
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
    cutEvents() {
      const { size } = events
      for (const one of events) one.destroy()
      return size
    },
    cutOne(chance) {
      const chosen = [...used][Math.floor(chance * used.size)]
      chosen?.destroy()
      return chosen !== undefined
    },
  }
}
