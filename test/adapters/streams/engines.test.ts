// The Node and web streams against the real Engine of this run and against the embedded one: megabytes of a followed log, both
// outputs, byte for byte; and execs whose stdin and outputs are streams.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, test } from 'node:test'
import type { Tunnel } from '../../../src/index.ts'
import * as node from '../../../src/node.ts'
import { iterateLines } from '../../../src/stream.ts'
import { EmbeddedEngine } from '../../../src/testing.ts'
import * as web from '../../../src/web.ts'
import { shell as logShell } from '../../contract/behaviours.ts'
import { Lab } from '../../contract/lab.ts'
import { pourArchive, pourArchiveBytes } from '../../contract/pour-archive.ts'
import { type Digest, Digester, POUR_WORDS, pourDigest } from '../../contract/stream-data.ts'
import { commandFor, shell as execShell } from '../../recipes/behaviours.ts'
import { Lab as ExecLab } from '../../recipes/lab.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'

type Kind = 'stdout' | 'stderr'

/** Each way of reading both outputs at once; calls `began` after the first bytes. */
const readings: Record<
  string,
  (response: node.From, take: (kind: Kind, bytes: Uint8Array) => void) => Promise<unknown>
> = {
  'Node streams': (response, take) => {
    const { stdout, stderr } = node.outputs(response)
    const read = async (kind: Kind, stream: Readable) => {
      for await (const bytes of stream) take(kind, bytes as Buffer)
    }
    return Promise.all([read('stdout', stdout), read('stderr', stderr)])
  },
  'web streams': (response, take) => {
    const { stdout, stderr } = web.outputs(response)
    const sink = (kind: Kind) => new WritableStream<Uint8Array>({ write: (bytes) => take(kind, bytes) })
    return Promise.all([stdout.pipeTo(sink('stdout')), stderr.pipeTo(sink('stderr'))])
  },
}

interface Place {
  host: string
  labels: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Registers the tests for one Engine; `logs` and `execs` start it, with an image for each, or find it. */
function engineTests(
  name: string,
  skip: string | false,
  logs: () => Promise<Place>,
  execs: () => Promise<Place>,
): void {
  describe(name, { skip }, () => {
    test(`${POUR_WORDS} of both outputs, followed live by Node and web streams at once`, async (t) => {
      const { close, ...place } = await logs()
      const lab = new Lab(t, { ...place, dispose: close })
      t.after(close)
      const id = await lab.create('pour', { hostConfig: { LogConfig: { Type: 'json-file', Config: {} } } })
      if (!name.includes('embedded')) {
        const query = { path: '/' }
        await lab.engine.put('/containers/{id}/archive', {
          path: { id },
          query,
          body: pourArchive(),
          bodyLength: pourArchiveBytes(),
        })
      }
      await lab.start(id)
      const begun: Promise<void>[] = []
      const digests = Object.values(readings).map(async (read): Promise<Digest> => {
        const response = lab.logs(id, { follow: true })
        const digester = new Digester()
        let began = () => {}
        begun.push(new Promise((resolve) => (began = resolve)))
        await read(await response, (kind, bytes) => {
          began()
          digester.add(kind, bytes)
        })
        return digester.digest()
      })
      await Promise.all(begun)
      await lab.open(id)
      for (const digest of await Promise.all(digests)) assert.deepEqual(digest, pourDigest())
      assert.equal(lab.engine.connections.busy, 0)
    })

    test('execs: stdin and outputs as streams, and raw in both directions', async (t) => {
      const { host, labels, close } = await execs()
      const lab = new ExecLab({ host }, labels)
      t.after(async () => {
        await lab.close()
        await close()
      })
      const id = await lab.launch(commandFor('idle'))
      const start = async (name: Parameters<typeof commandFor>[0], tty = false): Promise<Tunnel> => {
        const body = { AttachStdin: true, AttachStdout: true, AttachStderr: true, Cmd: commandFor(name), Tty: tty }
        const made = await lab.engine.post('/containers/{id}/exec', { path: { id }, body })
        const { Id } = made as { Id: string }
        return lab.engine.tunnel('/exec/{id}/start', { path: { id: Id }, body: { Tty: tty } })
      }
      const text = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString()

      const said = node.stdio(await start('say'))
      assert.deepEqual(await Promise.all([text(said.stdout), text(said.stderr)]), ['out\n', '€ err\n'])

      const bytes = randomBytes(4 * 1_048_576)
      const cat = node.stdio(await start('cat'))
      const [echo] = await Promise.all([
        cat.stdout.toArray(),
        text(cat.stderr),
        pipeline(Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]), cat.stdin),
      ])
      assert.ok(Buffer.concat(echo).equals(bytes))

      const catWeb = web.stdio(await start('cat'))
      const [back] = await Promise.all([
        new globalThis.Response(catWeb.stdout).arrayBuffer(),
        catWeb.stderr.cancel(),
        new Blob([bytes]).stream().pipeTo(catWeb.stdin),
      ])
      assert.ok(Buffer.from(back).equals(bytes))

      const late = node.duplex(await start('late'))
      late.end('early\n')
      const raw = Buffer.concat(await late.toArray())
      const frames: string[] = []
      const source = node.fromReadable(Readable.from([raw]))
      for await (const line of iterateLines(source, false)) frames.push(line.text)
      assert.deepEqual(frames, ['early', 'late'])
      assert.equal(lab.engine.connections.busy, 0)
    })
  })
}

const { host, name, skip } = liveEngine()
const live = async (): Promise<Place> => ({ host, labels: liveLabels(), close: async () => undefined })
engineTests(name || 'a real Engine', skip, live, live)

async function embedded(image: (server: EmbeddedEngine) => void): Promise<Place> {
  const server = await EmbeddedEngine.start()
  image(server)
  return { host: server.host, labels: { 'fairlead.test': 'embedded' }, close: () => server.close() }
}
engineTests(
  'the embedded engine',
  false,
  () => embedded((server) => server.image('busybox:latest', logShell)),
  () => embedded((server) => server.image('busybox:latest', execShell, { commands: { sh: execShell } } as object)),
)
