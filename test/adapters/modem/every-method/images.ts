// Images: imported, loaded, built, pushed to a registry with a password and pulled from it, and how these fail.

import assert from 'node:assert/strict'
import { createReadStream, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { smallTar } from '../../../recipes/tar.ts'
import { firstOf, textOf } from './recorder.ts'
import { IMAGE, type World } from './world.ts'

/** Progress records as lines, without those that count bytes. */
async function records(docker: World['docker'], stream: NodeJS.ReadableStream): Promise<string[]> {
  const seen: unknown[] = []
  const all = await new Promise<{ stream?: string; status?: string; error?: string; progress?: string }[]>(
    (resolve, reject) => {
      docker.modem.followProgress(
        stream,
        (error: Error | null, output: []) => (error === null || output.length > 0 ? resolve(output) : reject(error)),
        (record: unknown) => seen.push(record),
      )
    },
  )
  if (seen.length !== all.length) throw new Error(`${seen.length} of ${all.length} records were reported`)
  return all
    .filter(
      ({ progress, status }) =>
        progress === undefined && !/^(Pushing|Downloading|Extracting|Prep|Wait)/.test(status ?? ''),
    )
    .map(({ stream: text, status, error }) => text ?? status ?? error ?? 'aux')
}

export async function images({ docker, recorder, folder }: World): Promise<void> {
  await recorder.call(docker, 'listImages', { all: true, filters: { reference: ['busybox'] } })
  const image = recorder.now(docker, 'getImage', IMAGE)
  await recorder.call(image, 'inspect')
  await recorder.call(docker.getImage('nope'), 'inspect')
  await recorder.call(image, 'history')
  await recorder.call(image, 'tag', { repo: 'tagged', tag: 'one' })
  await recorder.call(docker.getImage('tagged:one'), 'remove', { force: true })
  await recorder.call(docker.getImage('tagged:one'), 'remove')
  const tar = path.join(folder, 'image.tar')
  await writeFile(tar, await recorder.call(image, 'get'))
  recorder.note('all of both', (await firstOf(await recorder.call(docker, 'getImages', { names: [IMAGE] }))).length > 0)
  recorder.note('loaded', await records(docker, await recorder.call(docker, 'loadImage', tar)))
  recorder.note(
    'loaded from a stream',
    await textOf(await recorder.call(docker, 'loadImage', createReadStream(tar), {})),
  )
  await recorder.call(docker, 'loadImage', path.join(folder, 'no-such-file.tar'))
  const rootfs = path.join(folder, 'rootfs.tar')
  writeFileSync(rootfs, smallTar('hello.txt', 'hello\n'))
  const imported = await recorder.call(docker, 'importImage', rootfs, { repo: 'imported', tag: 'one' })
  recorder.note('imported', await records(docker, imported))
  await docker.getImage('imported:one').remove()
  await builds({ docker, recorder, folder } as World)
  await recorder.call(docker, 'pruneImages', { filters: { dangling: ['true'] } })
  recorder.notes.at(-1)!.outcome = 'how many there are depends on what was built'
  await recorder.call(docker, 'pruneBuilder')
}

async function builds({ docker, recorder, folder }: World): Promise<void> {
  const lines = ['FROM busybox', 'ARG WHAT', 'COPY hello.txt /', 'RUN cat /hello.txt && echo "$WHAT €"']
  writeFileSync(path.join(folder, 'Dockerfile'), `${lines.join('\n')}\n`)
  writeFileSync(path.join(folder, 'hello.txt'), 'hello\n')
  const options = { t: 'built', buildargs: { WHAT: 'five' }, networkmode: 'none', nocache: true }
  const context = { context: folder, src: ['Dockerfile', 'hello.txt'] }
  const progress = await recorder.call(docker, 'buildImage', context, { ...options })
  recorder.note('built', (await records(docker, progress)).join(''))
  const again = await docker.buildImage(context, { ...options })
  const followed = await new Promise<unknown[]>((resolve, reject) => {
    docker.followProgress(again, (error: Error | null, output: unknown[]) => (error ? reject(error) : resolve(output)))
  })
  recorder.called.add('Docker.followProgress')
  recorder.note('built again', followed.length > 9)
  const kit = await recorder.call(docker, 'buildImage', context, { t: 'built', version: '2', networkmode: 'none' })
  const decoded = await new Promise((resolve) => docker.followProgress(kit, (error: Error | null) => resolve(error)))
  assert.equal(decoded, null, 'built by BuildKit, with a session')
  const failing = smallTar('Dockerfile', 'FROM busybox\nRUN exit 9\n')
  const failed = await recorder.call(docker, 'buildImage', failing, { networkmode: 'none', forcerm: true })
  // Both clients have a failed build's error in its records; fairlead also reports it as an error.
  recorder.note('failed', (await records(docker, failed)).join(''))
  const unknown = smallTar('Dockerfile', 'FRUM busybox\n')
  const refused = await recorder.call(docker, 'buildImage', unknown, {})
  if (refused !== undefined) await finished(refused.resume())
  await docker.getImage('built').remove({ force: true })
}

export async function registry({ docker, recorder, registry: host, auth }: World): Promise<void> {
  const name = `${host}/pushed`
  const config = { auths: true }
  recorder.note('signs in', config)
  await recorder.call(docker, 'checkAuth', { ...auth })
  await recorder.call(docker, 'checkAuth', { ...auth, password: 'wrong' })
  await docker.getImage(IMAGE).tag({ repo: name, tag: 'one' })
  const image = docker.getImage(name)
  const pushed = await recorder.call(image, 'push', { tag: 'one', authconfig: { ...auth } })
  recorder.note('pushed', (await records(docker, pushed)).at(-1))
  const refused = await recorder.call(image, 'push', { tag: 'one', authconfig: { ...auth, password: 'wrong' } })
  recorder.note('not pushed', (await records(docker, refused)).at(-1))
  await recorder.call(image, 'push', { tag: 'one', stream: false, authconfig: { ...auth } })
  recorder.notes.at(-1)!.outcome = 'its progress has other steps every time'
  await recorder.call(docker.getImage(`${name}:one`), 'distribution', { authconfig: { ...auth } })
  await recorder.call(docker.getImage(`${name}:none`), 'distribution', { authconfig: { ...auth } })
  await docker.getImage(`${name}:one`).remove()
  const pulled = await recorder.call(docker, 'pull', `${name}:one`, { authconfig: { ...auth } })
  recorder.note('pulled', await records(docker, pulled))
  const all = await recorder.call(docker, 'pullAll', name, { authconfig: { ...auth } })
  recorder.note('pulled all', await records(docker, all))
  const created = await recorder.call(docker, 'createImage', { fromImage: name, tag: 'one', authconfig: { ...auth } })
  recorder.note('created', await records(docker, created))
  await recorder.call(docker, 'pull', `${name}:none`, { authconfig: { ...auth } })
  await recorder.call(docker, 'pull', `${name}:one`, {})
  await recorder.call(docker, 'searchImages', { term: `${host}/x` })
  await docker.getImage(`${name}:one`).remove()
}
