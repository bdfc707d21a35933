// A unix socket that accepts nothing for now: its backlog is full.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { tempDir } from '../support/temp.ts'

/** A unix socket that listens in a process that is stopped, its backlog full. */
export async function fullBacklog(t: TestContext): Promise<{ socket: string; wake(): void }> {
  const socket = path.join(tempDir(t), 'full.sock')
  const script = `require('net').createServer((s) => {
    s.on('data', () => s.write('HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nOK'))
    s.on('error', () => {})
  }).listen({ path: ${JSON.stringify(socket)}, backlog: 1 }, () => console.log('up'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  const fillers: net.Socket[] = []
  t.after(() => {
    for (const filler of fillers) filler.destroy()
  })
  // One more than the backlog holds is rejected: then it is full.
  for (let full = false; !full; ) {
    const filler = net.connect(socket)
    full = await new Promise<boolean>((resolve) => {
      filler.once('connect', () => resolve(false))
      filler.once('error', () => resolve(true))
    })
    if (!full) fillers.push(filler)
    assert.ok(fillers.length < 1000)
  }
  return {
    socket,
    wake() {
      child.kill('SIGCONT')
    },
  }
}
