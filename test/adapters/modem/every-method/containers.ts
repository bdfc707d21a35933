// Containers from their creation to their end, and their files.

import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { smallTar } from '../../../recipes/tar.ts'
import { eventually } from '../../../support/eventually.ts'
import { firstOf, textOf } from './recorder.ts'
import { IMAGE, type World } from './world.ts'

/** Writes to both outputs, then runs until it is stopped. */
const PROGRAM = 'echo out; echo err >&2; trap "exit 3" TERM; while :; do sleep 0.05; done'

export async function containers({ docker, recorder }: World): Promise<void> {
  const config = { Image: IMAGE, Cmd: ['sh', '-c', PROGRAM], Env: ['SECRET=hunter2'], OpenStdin: true }
  await recorder.call(docker, 'createContainer', { ...config, Image: 'no-such-image' })
  const made = await recorder.call(docker, 'createContainer', { ...config, name: 'every' })
  const container = recorder.now(docker, 'getContainer', made.id)
  const { Config, Name } = await recorder.call(container, 'inspect')
  recorder.note('what was created', { Name, env: Config.Env[0], cmd: Config.Cmd })
  await recorder.call(container, 'inspect', { size: true })
  await recorder.call(container, 'start')
  await recorder.call(container, 'start', {})
  await recorder.call(container, 'start', { Privileged: true })
  await written(container)
  await recorder.call(container, 'top', { ps_args: 'pid,comm' }).then(() => recorder.notes.at(-1)!)
  recorder.notes.at(-1)!.outcome = 'its process ids are another every time'
  const sample = await recorder.call(container, 'stats', { stream: false })
  recorder.notes.at(-1)!.outcome = Object.keys(sample).sort()
  const samples = await recorder.call(container, 'stats')
  recorder.note('a sample', Object.keys(JSON.parse(String(await firstOf(samples)))).sort())
  await recorder.call(container, 'update', { CpuShares: 512 })
  await recorder.call(container, 'resize', { h: 24, w: 80 })
  await recorder.call(container, 'rename', { name: 'renamed' })
  await recorder.call(container, 'pause')
  await recorder.call(container, 'unpause')
  await resumed(container)
  await recorder.call(container, 'unpause')
  for (const name of ['listCheckpoint', 'createCheckpoint'] as const) {
    await recorder.call(container, name, name === 'createCheckpoint' ? { checkpointId: 'c1' } : {})
  }
  await recorder.call(container, 'deleteCheckpoint', 'c1')
  await recorder.call(container, 'copy', { Resource: '/etc/passwd' })
  await recorder.call(container, 'putArchive', smallTar('put.txt', 'put\n'), { path: '/tmp' })
  await recorder.call(container, 'putArchive', smallTar('put.txt', 'put\n'), { path: '/nowhere' })
  const stat = await recorder.call(container, 'infoArchive', { path: '/tmp/put.txt' })
  const path = JSON.parse(Buffer.from(stat.headers['x-docker-container-path-stat'], 'base64').toString())
  recorder.note('the path', { name: path.name, size: path.size })
  stat.resume()
  await recorder.call(container, 'infoArchive', { path: '/nowhere' })
  recorder.note('the archive', await textOf(await recorder.call(container, 'getArchive', { path: '/tmp/put.txt' })))
  await recorder.call(container, 'getArchive', { path: '/nowhere' })
  await recorder.call(container, 'changes')
  const exported = await recorder.call(container, 'export')
  recorder.note('its first bytes', (await firstOf(exported)).subarray(0, 2).length)
  await recorder.call(container, 'commit', { repo: 'committed', tag: 'x', comment: 'c', Labels: { a: 'b' } })
  const { Comment, Config: committed } = await docker.getImage('committed:x').inspect()
  recorder.note('what was committed', { Comment, labels: committed.Labels })
  await docker.getImage('committed:x').remove()
  await recorder.call(container, 'restart', { t: 5 })
  // One that is killed before it has written never has three.
  await written(container, 2)
  await recorder.call(docker, 'listContainers', { filters: { name: ['renamed'] }, limit: 1 })
  recorder.notes.at(-1)!.outcome = 'its words for the time up are another every time'
  await recorder.call(container, 'kill', { signal: 'SIGKILL' })
  await recorder.call(container, 'wait', { condition: 'not-running' })
  await recorder.call(container, 'start')
  await written(container, 3)
  await recorder.call(container, 'stop', { t: 5 })
  await recorder.call(container, 'stop')
  await recorder.call(container, 'wait')
  await recorder.call(container, 'remove', { v: true, force: true })
  await recorder.call(container, 'remove')
  await recorder.call(docker.getContainer('no/such'), 'inspect')
  await docker.createContainer({ Image: IMAGE, Cmd: ['true'], name: 'pruned' })
  await recorder.call(docker, 'pruneContainers', { filters: { label: ['no=such'] } })
  await recorder.call(docker, 'pruneContainers')
}

/** Waits until the Engine counts it as running: that is a moment after the response, and errors differ until then. */
async function resumed(container: World['docker']): Promise<void> {
  while ((await container.inspect()).State.Paused) await sleep(10)
}

/** Waits until its output of that many starts is stored. */
async function written(container: World['docker'], starts = 1): Promise<void> {
  await eventually(async () => {
    const text = String(await container.logs({ stdout: true, stderr: true }))
    assert.ok(text.split('err\n').length > starts, `the output of ${starts} starts`)
  })
}

export async function logsAndRun({ docker, recorder }: World): Promise<void> {
  const config = { Image: IMAGE, Cmd: ['sh', '-c', 'echo out; sleep 0.2; echo err >&2; exit 4'], name: 'spoken' }
  const container = await docker.createContainer(config)
  await container.start()
  const stream = await recorder.call(container, 'logs', { follow: true, stdout: true, stderr: true })
  recorder.note('both', await textOf(stream))
  await recorder.call(container, 'wait')
  await recorder.call(container, 'logs', { stdout: true, stderr: true, tail: 1 })
  const followed = await container.logs({ follow: true, stdout: true, stderr: true })
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  docker.modem.demuxStream(followed, stdout, stderr)
  // docker-modem's never end by themselves.
  followed.on('end', () => [stdout, stderr].map((output) => output.end()))
  recorder.note('apart', [await textOf(stdout), await textOf(stderr)])
  await container.remove()
  for (const method of ['run', recorder.form === 'promise' ? 'runPromise' : 'runCallback']) {
    const output = new PassThrough()
    const create = { HostConfig: { AutoRemove: false }, Env: ['A=b'] }
    const result = await recorder.call(docker, method, IMAGE, ['sh', '-c', 'echo $A; exit 5'], output, create, {})
    recorder.note('its output', await textOf(output))
    const [data, ran] = Array.isArray(result) ? result : [result, undefined]
    recorder.notes.at(-2)!.outcome = data.StatusCode
    await ran?.remove()
    const outputs = [new PassThrough(), new PassThrough()]
    await recorder.call(docker, method, IMAGE, ['sh', '-c', 'echo o; echo e >&2'], outputs, { Tty: false }, {})
    recorder.notes.at(-1)!.outcome = 'as above'
    recorder.note('its outputs', await Promise.all(outputs.map(textOf)))
  }
  await docker.pruneContainers()
}
