// A stand-in for ssh: a shell script of that name first on PATH, which notes its arguments and acts as a real one would.

import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { type ConnectOptions, connect, type Engine } from '../../../src/index.ts'
import { answer } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'
import { type Script, ScriptedPeer } from '../../support/scripted-peer.ts'
import { tempDir } from '../../support/temp.ts'

export const skip = process.platform === 'win32' ? 'the stand-in for ssh is a POSIX shell script' : false
export const OK = answer('200 OK', 'OK', 'text/plain')

/** An engine on an ssh that is a shell script, and the peer behind it. */
export interface Setup {
  engine: Engine
  peer: ScriptedPeer
  /** Process ids of every ssh that was started. */
  pids(): number[]
  folder: string
}

/** Puts a program called ssh first on PATH: `sh` is its text, in which `$RELAY` connects its stdin and stdout to the peer. */
export async function withSsh(
  t: TestContext,
  sh: string,
  script: Script,
  options: ConnectOptions = {},
): Promise<Setup> {
  const folder = tempDir(t)
  const peer = await ScriptedPeer.start(script)
  const relay = `
    const net = require('node:net')
    const socket = net.connect({ path: ${JSON.stringify(new URL(peer.host).pathname)}, allowHalfOpen: true })
    process.stdin.pipe(socket)
    socket.pipe(process.stdout)
    socket.on('end', () => process.stdin.destroy())
    socket.on('error', () => {})`
  writeFileSync(path.join(folder, 'relay.cjs'), relay)
  const lines = [
    '#!/bin/sh',
    `echo $$ >>"${folder}/pids"`,
    `printf '%s\\n' "$@" >"${folder}/arguments"`,
    `RELAY="${process.execPath} ${folder}/relay.cjs"`,
    sh,
  ]
  writeFileSync(path.join(folder, 'ssh'), lines.join('\n'))
  chmodSync(path.join(folder, 'ssh'), 0o755)
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  const engine = connect({ host: 'ssh://me@box:2222/run/d.sock', apiVersion: '1.45', ...options })
  const pids = () =>
    // The shell makes the file before it writes into it.
    existsSync(`${folder}/pids`) ? (readFileSync(`${folder}/pids`, 'utf8').match(/\d+(?=\n)/g) ?? []).map(Number) : []
  t.after(async () => {
    process.env.PATH = before
    await engine.close()
    await eventually(() => assert.deepEqual(pids().filter(runs), []))
    await peer.close()
  })
  return { engine, peer, pids, folder }
}

/** Whether a process exists. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
