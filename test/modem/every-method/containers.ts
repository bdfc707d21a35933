// Containers from their creation to their end, and their files.

import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { smallTar } from '../../recipes/tar.ts'
import { firstOf, textOf } from './tell.ts'
import { IMAGE, type World } from './world.ts'

/** Says something on both outputs, then lives until it is told to stop. */
const PROGRAM = 'echo out; echo err >&2; trap "exit 3" TERM; while :; do sleep 0.05; done'

export async function containers({ docker, tell }: World): Promise<void> {
  const config = { Image: IMAGE, Cmd: ['sh', '-c', PROGRAM], Env: ['SECRET=hunter2'], OpenStdin: true }
  await tell.call(docker, 'createContainer', { ...config, Image: 'no-such-image' })
  const made = await tell.call(docker, 'createContainer', { ...config, name: 'every' })
  const container = tell.now(docker, 'getContainer', made.id)
  const { Config, Name } = await tell.call(container, 'inspect')
  tell.note('what was created', { Name, env: Config.Env[0], cmd: Config.Cmd })
  await tell.call(container, 'inspect', { size: true })
  await tell.call(container, 'start')
  await tell.call(container, 'start', {})
  await tell.call(container, 'start', { Privileged: true })
  await written(container)
  await tell.call(container, 'top', { ps_args: 'pid,comm' }).then(() => tell.told.at(-1)!)
  tell.told.at(-1)!.outcome = 'its process ids are another every time'
  const sample = await tell.call(container, 'stats', { stream: false })
  tell.told.at(-1)!.outcome = Object.keys(sample).sort()
  const samples = await tell.call(container, 'stats')
  tell.note('a sample', Object.keys(JSON.parse(String(await firstOf(samples)))).sort())
  await tell.call(container, 'update', { CpuShares: 512 })
  await tell.call(container, 'resize', { h: 24, w: 80 })
  await tell.call(container, 'rename', { name: 'renamed' })
  await tell.call(container, 'pause')
  await tell.call(container, 'unpause')
  await resumed(container)
  await tell.call(container, 'unpause')
  for (const name of ['listCheckpoint', 'createCheckpoint'] as const) {
    await tell.call(container, name, name === 'createCheckpoint' ? { checkpointId: 'c1' } : {})
  }
  await tell.call(container, 'deleteCheckpoint', 'c1')
  await tell.call(container, 'copy', { Resource: '/etc/passwd' })
  await tell.call(container, 'putArchive', smallTar('put.txt', 'put\n'), { path: '/tmp' })
  await tell.call(container, 'putArchive', smallTar('put.txt', 'put\n'), { path: '/nowhere' })
  const stat = await tell.call(container, 'infoArchive', { path: '/tmp/put.txt' })
  const path = JSON.parse(Buffer.from(stat.headers['x-docker-container-path-stat'], 'base64').toString())
  tell.note('the path', { name: path.name, size: path.size })
  stat.resume()
  await tell.call(container, 'infoArchive', { path: '/nowhere' })
  tell.note('the archive', await textOf(await tell.call(container, 'getArchive', { path: '/tmp/put.txt' })))
  await tell.call(container, 'getArchive', { path: '/nowhere' })
  await tell.call(container, 'changes')
  const exported = await tell.call(container, 'export')
  tell.note('its first bytes', (await firstOf(exported)).subarray(0, 2).length)
  await tell.call(container, 'commit', { repo: 'committed', tag: 'x', comment: 'c', Labels: { a: 'b' } })
  const { Comment, Config: committed } = await docker.getImage('committed:x').inspect()
  tell.note('what was committed', { Comment, labels: committed.Labels })
  await docker.getImage('committed:x').remove()
  await tell.call(container, 'restart', { t: 5 })
  await tell.call(docker, 'listContainers', { filters: { name: ['renamed'] }, limit: 1 })
  tell.told.at(-1)!.outcome = 'its words for the time up are another every time'
  await tell.call(container, 'kill', { signal: 'SIGKILL' })
  await tell.call(container, 'wait', { condition: 'not-running' })
  await tell.call(container, 'start')
  await written(container, 3)
  await tell.call(container, 'stop', { t: 5 })
  await tell.call(container, 'stop')
  await tell.call(container, 'wait')
  await tell.call(container, 'remove', { v: true, force: true })
  await tell.call(container, 'remove')
  await tell.call(docker.getContainer('no/such'), 'inspect')
  await docker.createContainer({ Image: IMAGE, Cmd: ['true'], name: 'pruned' })
  await tell.call(docker, 'pruneContainers', { filters: { label: ['no=such'] } })
  await tell.call(docker, 'pruneContainers')
}

/** The Engine itself knows that it runs again: it hears so a moment after the answer, and refuses in other words until then. */
async function resumed(container: World['docker']): Promise<void> {
  while ((await container.inspect()).State.Paused) await sleep(10)
}

/** Its output of so many starts has been stored. */
async function written(container: World['docker'], starts = 1): Promise<void> {
  for (;;) {
    const text = String(await container.logs({ stdout: true, stderr: true }))
    if (text.split('err\n').length > starts) return
  }
}

export async function logsAndRun({ docker, tell }: World): Promise<void> {
  const config = { Image: IMAGE, Cmd: ['sh', '-c', 'echo out; sleep 0.2; echo err >&2; exit 4'], name: 'spoken' }
  const container = await docker.createContainer(config)
  await container.start()
  const stream = await tell.call(container, 'logs', { follow: true, stdout: true, stderr: true })
  tell.note('both', await textOf(stream))
  await tell.call(container, 'wait')
  await tell.call(container, 'logs', { stdout: true, stderr: true, tail: 1 })
  const followed = await container.logs({ follow: true, stdout: true, stderr: true })
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  docker.modem.demuxStream(followed, stdout, stderr)
  // docker-modem's never end by themselves.
  followed.on('end', () => [stdout, stderr].map((output) => output.end()))
  tell.note('apart', [await textOf(stdout), await textOf(stderr)])
  await container.remove()
  for (const method of ['run', tell.form === 'promise' ? 'runPromise' : 'runCallback']) {
    const output = new PassThrough()
    const create = { HostConfig: { AutoRemove: false }, Env: ['A=b'] }
    const result = await tell.call(docker, method, IMAGE, ['sh', '-c', 'echo $A; exit 5'], output, create, {})
    tell.note('its output', await textOf(output))
    const [data, ran] = Array.isArray(result) ? result : [result, undefined]
    tell.told.at(-2)!.outcome = data.StatusCode
    await ran?.remove()
    const outputs = [new PassThrough(), new PassThrough()]
    await tell.call(docker, method, IMAGE, ['sh', '-c', 'echo o; echo e >&2'], outputs, { Tty: false }, {})
    tell.told.at(-1)!.outcome = 'as above'
    tell.note('its outputs', await Promise.all(outputs.map(textOf)))
  }
  await docker.pruneContainers()
}
