// docs/examples/shell.ts in a real terminal, tmux: keys, arrow keys, Ctrl-C, a resize, the detach keys, and the exit code. The terminal is
// usable afterwards.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { connect } from '../../src/index.ts'
import { fileOf } from '../examples/play.ts'
import { eventually } from '../support/eventually.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'

const { host, skip } = liveEngine()
const noTmux = spawnSync('tmux', ['-V']).status === 0 ? false : 'tmux is not installed'

/** A terminal with a shell of this machine, in a tmux server of its own. */
class Terminal {
  readonly #socket: string

  constructor(t: TestContext, rows: number, columns: number) {
    this.#socket = path.join(tempDir(t), 'tmux')
    t.after(() => this.#tmux('kill-server'))
    const env = ['-e', `DOCKER_HOST=${host}`, '-e', 'TERM=xterm']
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), ...env, 'sh')
  }

  #tmux(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' })
    if (status !== 0 && args[0] !== 'kill-server') throw new Error(`tmux ${args[0]}: ${stderr}`)
    return stdout
  }

  /** Text as it is typed, then keys by tmux's names. */
  type(text: string, ...keys: string[]): void {
    if (text !== '') this.#tmux('send-keys', '-l', text)
    if (keys.length > 0) this.#tmux('send-keys', ...keys)
  }

  resize(rows: number, columns: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  async shows(wanted: RegExp): Promise<void> {
    await eventually(() => assert.match(this.#tmux('capture-pane', '-p'), wanted))
  }
}

test('the shell in a terminal: keys, Ctrl-C, resize, detach keys, exit code', { skip: skip || noTmux }, async (t) => {
  const engine = connect(host)
  const name = `terminal-${process.pid}`
  const body = liveBody({ Image: 'busybox:latest', Cmd: ['sleep', '600'] })
  await engine.untyped.post('/containers/create', { query: { name }, body })
  t.after(async () => {
    await engine.delete('/containers/{id}', { path: { id: name }, query: { force: true } })
    await engine.close()
  })
  await engine.post('/containers/{id}/start', { path: { id: name } })

  const terminal = new Terminal(t, 24, 80)
  await terminal.shows(/^[#$]/m)
  terminal.type("PS1='outside% '", 'Enter')
  await terminal.shows(/^outside%$/m)
  const command = `'${process.execPath}' '${fileOf('shell')}' ${name}; echo status=$?`
  /** A prompt that cannot be mistaken for the one outside. */
  const enter = async (): Promise<void> => {
    terminal.type(command, 'Enter')
    await terminal.shows(/^\S* ?[#$]$/m)
    terminal.type("PS1='in'side'% '", 'Enter')
    await terminal.shows(/^inside%$/m)
  }
  await enter()
  terminal.type('stty size', 'Enter')
  await terminal.shows(/^24 80$/m)

  // The arrow up brings the last line back; typed into, it is another one.
  terminal.type('echo on"e"', 'Enter')
  await terminal.shows(/^one$/m)
  terminal.type('', 'Up', 'Left')
  terminal.type('x', 'Enter')
  await terminal.shows(/^onex$/m)

  terminal.resize(30, 100)
  await eventually(async () => {
    terminal.type('stty size', 'Enter')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await terminal.shows(/^30 100$/m)
  })

  // Ctrl-C ends the program inside, and neither the shell nor this program.
  terminal.type('sleep 500; echo over=$?', 'Enter')
  await eventually(async () => {
    const { Processes } = await engine.get('/containers/{id}/top', { path: { id: name } })
    assert.ok(Processes?.some((fields) => fields.join(' ').includes('sleep 500')))
  })
  terminal.type('', 'C-c')
  terminal.type('echo still-he"re"', 'Enter')
  await terminal.shows(/^still-here$/m)
  terminal.type('exit 7', 'Enter')
  await terminal.shows(/^status=7$/m)

  // Detached, the shell inside goes on; the terminal outside echoes again.
  terminal.type('clear', 'Enter')
  await enter()
  terminal.type('sleep 501', 'Enter')
  await eventually(async () => {
    const { Processes } = await engine.get('/containers/{id}/top', { path: { id: name } })
    assert.ok(Processes?.some((fields) => fields.join(' ').includes('sleep 501')))
  })
  terminal.type('', 'C-p', 'C-q')
  await terminal.shows(/detached: the shell goes on in terminal-/)
  await terminal.shows(/^status=0$/m)
  const { Processes } = await engine.get('/containers/{id}/top', { path: { id: name } })
  assert.ok(Processes?.some((fields) => fields.join(' ').includes('sleep 501')))
  terminal.type('echo outsi"de"-again', 'Enter')
  await terminal.shows(/echo outsi"de"-again[\s\S]*^outside-again$/m)
})
