// Errors in which the Engine, a container or an archive says no: the embedded engine plays them.

import { connect, pull } from 'fairlead'
import { buildImage } from 'fairlead/buildkit'
import { exec, exit, log, waitFor } from 'fairlead/containers'
import { readTar } from 'fairlead/files'
import { follow, followEvents } from 'fairlead/logs'
import { type Program, ProgressError } from 'fairlead/testing'
import { startWeb, withEngine } from './misuse.ts'

const drain = async (iterable: AsyncIterable<unknown>) => {
  for await (const _ of iterable);
}

/** A command that works until the script of an exec that is ended has done so. */
async function withJob(isEndable: boolean): Promise<unknown> {
  return withEngine(async (engine, server) => {
    let end = () => {}
    const job: Program = async () => {
      await new Promise<void>((resolve) => (end = resolve))
      return 137
    }
    const sh: Program = async ({ args, stdout }) => {
      if (args.includes('KILL')) end()
      await stdout.write('fairlead: 1 0 7:70\n')
    }
    server.image('busy', async ({ sleep }) => void (await sleep(600_000)), {
      commands: isEndable ? { job, sh } : { job },
    })
    await startWeb(engine, { Image: 'busy' })
    try {
      return await exec(engine, 'web', ['job'], { timeout: 100 })
    } finally {
      end()
    }
  })
}

export const refused: Readonly<Record<string, () => Promise<unknown>>> = {
  ERR_ENGINE: () => withEngine((engine) => engine.get('/containers/{id}/json', { path: { id: 'none' } })),
  ERR_ENGINE_STREAM: () =>
    withEngine((engine, server) => {
      server.script('pull', async ({ record }) => {
        await record({ status: 'Pulling from app' })
        throw new ProgressError('manifest unknown')
      })
      return pull(engine, 'app:2').done()
    }),
  ERR_NO_BUILDKIT: () => withEngine((engine) => buildImage(engine, { files: { Dockerfile: 'FROM scratch' } }).done()),
  ERR_WAIT_FAILED: () =>
    withEngine(async (engine, server) => {
      server.image('ends', async () => 3)
      await startWeb(engine, { Image: 'ends' })
      await waitFor(engine, 'web', exit(0))
    }),
  ERR_WAIT_TIMEOUT: () =>
    withEngine(async (engine) => {
      await startWeb(engine)
      await waitFor(engine, 'web', log('a line that never comes'), { timeout: 100 })
    }),
  ERR_EXEC_TIMEOUT: () => withJob(true),
  // The image has no shell to look for the command's processes.
  ERR_EXEC_KILL: () => withJob(false),
  ERR_ARCHIVE: () =>
    drain(
      readTar(
        (async function* () {
          yield Buffer.alloc(512, 'no tar ')
        })(),
      ),
    ),
  ERR_LOG_GAP: () =>
    withEngine(async (engine, server) => {
      let write = async (_text: string): Promise<unknown> => undefined
      server.image('writer', async ({ stdout, sleep }) => {
        write = (text) => stdout.write(text)
        await stdout.write('one\ntwo\n')
        await sleep(600_000)
      })
      await startWeb(engine, { Image: 'writer' })
      const before = follow(engine, 'web')
      await before.next()
      const { cursor } = before
      await before.close()
      // Something empties the log's file: `truncate -s 0`.
      server.truncateLog('web')
      await write('three\n')
      await drain(follow(engine, 'web', { from: { cursor } }).records())
    }),
  ERR_EVENT_GAP: () =>
    withEngine(async (engine) => {
      await startWeb(engine)
      const before = followEvents(engine, { from: { since: 0 } })
      await before.next()
      const { cursor } = before
      await before.close()
      // More than the 256 that an Engine keeps.
      for (let at = 0; at < 140; at++) {
        await engine.post('/containers/{id}/pause', { path: { id: 'web' } })
        await engine.post('/containers/{id}/unpause', { path: { id: 'web' } })
      }
      await drain(followEvents(engine, { from: { cursor } }).events())
    }),
  ERR_BUILD_SERVICE: async () => {
    // A real Engine with BuildKit has to ask for the secret.
    const engine = connect()
    try {
      const files = { Dockerfile: 'FROM busybox\nRUN --mount=type=secret,id=token cat /run/secrets/token' }
      const secrets = { token: { file: '/no/such/file' } }
      return await buildImage(engine, { files }, { secrets, output: 'none' }).done()
    } finally {
      await engine.close()
    }
  },
}
