// What the tests of builds on a real Engine share: a folder with files, an engine, what a build says.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import {
  type BuildProgress,
  type BuildServices,
  type BuildSource,
  buildImage,
  type ImageBuildOptions,
  openBuildSession,
} from '../../src/buildkit.ts'
import { connect, type Engine } from '../../src/index.ts'
import { call } from '../live/call.ts'
import { liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'

const { host } = liveEngine()

export function engineOf(t: TestContext): Engine {
  const engine = connect(host)
  t.after(() => engine.close())
  return engine
}

/** A new folder with these files. */
export function folderWith(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = tempDir(t)
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), data)
  }
  return folder
}

let count = 0

/** A name for an image, which is removed after the test. */
export function imageName(t: TestContext): string {
  const name = `fairlead-test/build-${process.pid}-${count++}`
  t.after(() => call(host, 'DELETE', `/images/${name}?force=1`))
  return name
}

/** A build without a network, since the tests' Engine has no bridge. */
export function start(engine: Engine, source: BuildSource, options: ImageBuildOptions = {}): BuildProgress {
  return buildImage(engine, source, { networkMode: 'none', ...options })
}

/** All lines of a build. */
export async function linesOf(build: BuildProgress): Promise<string[]> {
  const lines: string[] = []
  for await (const line of build.lines()) lines.push(line)
  return lines
}

/** The number of files that a build sent of its context: the Dockerfile, which is sent each time, is not counted. */
export async function filesSent(build: BuildProgress): Promise<number> {
  return (await build.done()).sent.files - 1
}

/** The number of processes `sleep SECONDS` of cancelled RUNs: the Engine of the tests runs on this machine. */
export function sleepers(seconds: number): number {
  return readdirSync('/proc').filter((entry) => {
    try {
      const line = /^\d+$/.test(entry) ? readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ') : ''
      return line.startsWith(`sleep ${seconds} `)
    } catch {
      return false
    }
  }).length
}

/** A session, and a build by POST /build that needs a secret of it. */
export async function buildByHand(t: TestContext, services: BuildServices): Promise<void> {
  const engine = engineOf(t)
  await using session = await openBuildSession(engine, { ...services, secrets: { s: 'by hand' } })
  const folder = folderWith(t, {
    Dockerfile: 'FROM busybox\nRUN --mount=type=secret,id=s,required=true test "$(cat /run/secrets/s)" = "by hand"\n',
  })
  const tar = execFileSync('tar', ['-C', folder, '-c', '.'])
  const query = { version: '2', session: session.id, networkmode: 'none' } as const
  const response = await engine.request('POST', '/build', { query, body: tar })
  for await (const record of response.records()) assert.equal(record.error, undefined)
  session.close()
  assert.equal(await session.closed, undefined)
}
