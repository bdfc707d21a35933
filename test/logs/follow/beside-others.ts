// fairlead, dockerode and the docker CLI beside each other, with the same faults: what each loses and repeats of one container's log.
// Run by hand on a Linux with root and dockerd, after `npm run build:all` and `npm ci` in bench/: node build/test/logs/follow/beside-others.js
// Twelve cuts of the connection, two bursts over rotated files that all stay stored, and one restart of the container. Lines are held
// against what the Engine has stored. The table is in docs/logs.md.

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Engine, logs } from '../../../src/index.ts'
import { follow } from '../../../src/logs.ts'
import { startPrivateEngine } from '../../live/private-engine.ts'
import { type Bridge, tcpBridge } from '../../support/bridge.ts'
import { root } from '../../support/root.ts'

const CUTS = 12
const CUT_EVERY_MS = 500
const BURST = 20_000
/** What a loop waits before it connects again. */
const AGAIN_MS = 100
/** Two runs. Each writes slowly, then a burst; the first then waits for the restart. Each line occurs once. */
const SCRIPT = `R=$(($(cat /run-number 2>/dev/null || echo 0) + 1)); echo $R > /run-number
i=0; while [ $i -lt 1000 ]; do echo "$R.$i slowly"; i=$((i+1)); usleep 4000; done
awk -v r=$R 'BEGIN { for (i = 0; i < ${BURST}; i++) print r ".b" i " ${'x'.repeat(60)}" }'
echo "$R.end"; [ $R = 1 ] && sleep 1000; exit 0`

/** One client: takes lines until it is told to stop. */
interface Reader {
  readonly lines: string[]
  readonly bridge: Bridge
  stop(): Promise<void>
}

type Open = (bridge: Bridge, id: string) => Omit<Reader, 'bridge'>

/** The few parts of dockerode that are used here. */
interface Dockerode {
  getContainer(id: string): { logs(options: object): Promise<Readable & { destroy(): void }> }
  modem: { demuxStream(stream: Readable, stdout: PassThrough, stderr: PassThrough): void }
}

const openFairlead: Open = (bridge, id) => {
  const engine = connect(bridge.host)
  const log = follow(engine, id, { retry: { first: AGAIN_MS, most: AGAIN_MS } })
  const lines: string[] = []
  const done = (async () => {
    for await (const item of log) {
      if (item.kind === 'record') lines.push(item.text)
      else if (item.kind === 'gap') console.log(`fairlead: a gap, ${item.cause}`)
    }
  })()
  const stop = async (): Promise<void> => {
    log.close()
    await done
    await engine.close()
  }
  return { lines, stop }
}

/** A loop that connects again with `since` made of the last timestamp that came. */
function looped(
  one: (since: string, onLine: (line: string) => void, signal: AbortSignal) => Promise<void>,
): ReturnType<Open> {
  const lines: string[] = []
  const ender = new AbortController()
  let since = ''
  const onLine = (line: string): void => {
    const space = line.indexOf(' ')
    if (space < 20) return
    since = line.slice(0, space)
    lines.push(line.slice(space + 1))
  }
  const done = (async () => {
    while (!ender.signal.aborted) {
      await one(since, onLine, ender.signal).catch(() => {})
      await sleep(AGAIN_MS)
    }
  })()
  const stop = async (): Promise<void> => {
    ender.abort()
    await done
  }
  return { lines, stop }
}

/** Calls back for each line that ends; what a cut leaves of one is dropped. */
function splitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = ''
  return (chunk) => {
    const parts = (rest + chunk.toString('latin1')).split('\n')
    rest = parts.pop()!
    for (const part of parts) onLine(part)
  }
}

/** @param sinceOf what of a timestamp is asked for */
const openDockerode =
  (sinceOf: (stamp: string) => string | number): Open =>
  (bridge, id) => {
    const Docker = createRequire(path.join(root, 'bench/package.json'))('dockerode') as new (
      options: object,
    ) => Dockerode
    const { hostname: host, port } = new URL(bridge.host)
    const docker = new Docker({ host, port, protocol: 'http' })
    return looped(async (since, onLine, signal) => {
      const stream = await docker.getContainer(id).logs({
        follow: true,
        stdout: true,
        stderr: true,
        timestamps: true,
        ...(since && { since: sinceOf(since) }),
      })
      const out = new PassThrough()
      out.on('data', splitter(onLine))
      docker.modem.demuxStream(stream, out, new PassThrough().resume())
      const onAbort = (): void => void stream.destroy()
      signal.addEventListener('abort', onAbort)
      await new Promise((resolve) => stream.on('close', resolve).on('end', resolve).on('error', resolve))
      signal.removeEventListener('abort', onAbort)
      // What was read before is passed on first.
      await sleep(20)
    })
  }

const openCli: Open = (bridge, id) =>
  looped(async (since, onLine, signal) => {
    const args = ['-H', bridge.host, 'logs', '--follow', '--timestamps', ...(since ? ['--since', since] : []), id]
    const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    child.stdout.on('data', splitter(onLine))
    const onAbort = (): void => void child.kill()
    signal.addEventListener('abort', onAbort)
    await new Promise((resolve) => child.on('close', resolve).on('error', resolve))
    signal.removeEventListener('abort', onAbort)
  })

const clients: Readonly<Record<string, Open>> = {
  'fairlead, `follow()`': openFairlead,
  'dockerode, `since` in seconds': openDockerode((stamp) => Math.floor(Date.parse(stamp) / 1000)),
  'dockerode, `since` with all digits': openDockerode(
    (stamp) => `${Math.floor(Date.parse(stamp) / 1000)}.${stamp.slice(20, 29)}`,
  ),
  'docker CLI, `--since` with all digits': openCli,
}

async function storedLines(engine: Engine, id: string): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of logs(engine, id)) lines.push(text)
  return lines
}

/** Waits until the newest stored line is this one. */
async function untilStored(engine: Engine, id: string, last: string): Promise<void> {
  for (;;) {
    for await (const { text } of logs(engine, id, { tail: 1 })) if (text === last) return
    await sleep(100)
  }
}

async function main(): Promise<void> {
  const daemon = await startPrivateEngine()
  const engine = connect(daemon.host)
  try {
    const { Id: id } = await engine.post('/containers/create', {
      body: {
        Image: 'busybox:latest',
        Cmd: ['sh', '-c', SCRIPT],
        HostConfig: { LogConfig: { Type: 'json-file', Config: { 'max-size': '200k', 'max-file': '200' } } },
      },
    })
    await engine.post('/containers/{id}/start', { path: { id } })
    const readers = new Map<string, Reader>()
    for (const [name, open] of Object.entries(clients)) {
      const bridge = await tcpBridge(daemon.host)
      readers.set(name, { bridge, ...open(bridge, id) })
    }
    // What is cut before anything came says nothing of resuming.
    while ([...readers.values()].some(({ lines }) => lines.length === 0)) await sleep(50)
    const cutting = (async () => {
      for (let cut = 0; cut < CUTS; cut++) {
        await sleep(CUT_EVERY_MS)
        for (const { bridge } of readers.values()) bridge.cut()
      }
    })()
    await untilStored(engine, id, '1.end')
    await sleep(1000)
    await engine.post('/containers/{id}/restart', { path: { id }, query: { t: 0 } })
    await untilStored(engine, id, '2.end')
    await cutting
    // Time enough for each of them.
    await sleep(15_000)
    const stored = await storedLines(engine, id)
    console.log(
      `| ${stored.length} lines stored; Docker ${(await engine.get('/version')).Version} | lost | repeated |\n|---|---|---|`,
    )
    for (const [name, { lines, bridge, stop }] of readers) {
      await stop()
      await bridge.close()
      const seen = new Set(lines)
      const lost = stored.filter((line) => !seen.has(line)).length
      console.log(`| ${name} | ${lost} | ${lines.length - seen.size} |`)
    }
  } finally {
    await engine.close()
    await daemon.stop()
  }
}

await main()
