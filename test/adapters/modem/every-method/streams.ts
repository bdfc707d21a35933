// Execs and attaches: read, written to, hijacked, detached.

import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { firstOf, textOf } from './recorder.ts'
import { IMAGE, type World } from './world.ts'

const SAMPLE = 'echo\nall\nof\nme\n'

export async function execs({ docker, recorder }: World): Promise<void> {
  const container = await docker.createContainer({ Image: IMAGE, Cmd: ['sleep', '600'], name: 'host' })
  await container.start()
  const exec = await recorder.call(container, 'exec', { Cmd: ['sh', '-c', 'echo o; exit 7'], AttachStdout: true })
  recorder.now(docker, 'getExec', exec.id)
  recorder.note('its output', await textOf(await recorder.call(exec, 'start')))
  const { ExitCode, Running, ProcessConfig } = await recorder.call(exec, 'inspect')
  recorder.note('its end', { ExitCode, Running, ProcessConfig })
  await recorder.call(exec, 'start', {})
  const both = { AttachStdin: true, AttachStdout: true, AttachStderr: true }
  const cat = await container.exec({ Cmd: ['cat'], ...both })
  const socket: Duplex = await recorder.call(cat, 'start', { hijack: true, stdin: true })
  socket.end(SAMPLE)
  recorder.note('what came back', await textOf(socket))
  const echo = await container.exec({ Cmd: ['cat'], Tty: true, ...both })
  const duplex: Duplex = await recorder.call(echo, 'start', { stdin: true, Tty: true })
  await recorder.call(echo, 'resize', { h: 30, w: 100 })
  duplex.write('once\n')
  recorder.note('the terminal', String(await firstOf(duplex)).slice(0, 4))
  const detached = await container.exec({ Cmd: ['true'] })
  const empty = await recorder.call(detached, 'start', { Detach: true })
  recorder.note('detached', await textOf(empty))
  await recorder.call(docker.getExec('nope'), 'inspect')
  await recorder.call(docker.getExec('nope'), 'start', { hijack: true, stdin: true })
  await recorder.call(docker.getContainer('nope'), 'exec', { Cmd: ['true'] })
  await container.remove({ force: true })
}

export async function attaches({ docker, recorder }: World): Promise<void> {
  const streams = { stream: true, stdout: true, stderr: true }
  const create = (name: string, Cmd: string[]) =>
    docker.createContainer({ Image: IMAGE, Cmd, name, OpenStdin: true, StdinOnce: true })
  const spoken = await create('attached', ['sh', '-c', 'sleep 0.1; echo o; sleep 0.3; echo e >&2'])
  const output = await recorder.call(spoken, 'attach', streams)
  const reading = textOf(output)
  await spoken.start()
  recorder.note('both outputs', await reading)
  await spoken.remove({ force: true })

  const sorted = await create('sorted', ['sort'])
  const socket: Duplex = await recorder.call(sorted, 'attach', { ...streams, stdin: true, hijack: true })
  await sorted.start()
  socket.end('b\na\n')
  recorder.note('sorted', await textOf(socket))
  await sorted.wait()
  await sorted.remove()

  const head = await create('head', ['head', '-n', '1'])
  const duplex: Duplex = await recorder.call(head, 'attach', { ...streams, stdin: true })
  await head.start()
  duplex.write('first\n')
  const [piece] = await once(duplex, 'data')
  recorder.note('the first line', String(piece))
  duplex.destroy()
  await head.wait()
  await head.remove()
  await recorder.call(docker.getContainer('nope'), 'attach', streams)
  await recorder.call(docker.getContainer('nope'), 'attach', { ...streams, stdin: true, hijack: true })
}
