// The script that ends an exec, by each shell of this machine, on processes of this machine: all that have the mark, their children and
// sessions get the signal; the same commands without the mark do not. Every process here has a session of its own, as an exec has.

import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import test, { type TestContext } from 'node:test'
import { KILL_SCRIPT } from '../../../src/containers/exec/kill-script.ts'
import { eventually } from '../../support/eventually.ts'

const shells = [['dash'], ['bash'], ['busybox', 'sh']].filter(
  ([name]) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
)
const skip = process.platform !== 'linux' ? 'it reads /proc of Linux' : false

/** Starts a shell script in a session of its own. Its outermost process is killed after the test, with its session's other members. */
function tree(t: TestContext, script: string, mark: string | undefined): ChildProcess {
  const env = { PATH: process.env.PATH, ...(mark === undefined ? {} : { FAIRLEAD_EXEC: mark }) }
  const child = spawn('sh', ['-c', script], { detached: true, stdio: 'ignore', env })
  t.after(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It has ended.
    }
  })
  return child
}

/** The processes with this word in their command line, zombies left out. */
function running(word: string): string[] {
  const text = execFileSync('ps', ['-eo', 'stat=,args='], { encoding: 'utf8' })
  return text.split('\n').filter((line) => line.includes(word) && !line.startsWith('Z'))
}

function runScript(
  shell: readonly string[],
  ...parameters: string[]
): { sent: number; left: number; sessions: string } {
  const [program = '', ...before] = shell
  const text = execFileSync(program, [...before, '-c', KILL_SCRIPT, 'sh', ...parameters], { encoding: 'utf8' })
  const [, sent, left, sessions = ''] = /^fairlead: (\d+) (\d+)(.*)$/m.exec(text)!
  return { sent: Number(sent), left: Number(left), sessions: sessions.trim() }
}

for (const shell of shells) {
  test(`${shell.join(' ')}: ends what has the mark, its children and sessions, and nothing else`, {
    skip,
  }, async (t) => {
    const mark = randomBytes(16).toString('hex')
    // A number of seconds that only this test's processes have.
    const word = String(100_000 + Math.floor(Math.random() * 800_000))
    const script = `trap "" TERM; (sleep ${word} &); (setsid sleep ${word} &); (env -i sleep ${word} &); env -i sleep ${word} & sleep ${word} & wait; :`
    const marked = tree(t, script, mark)
    const other = tree(t, script, undefined)
    const ended = once(marked, 'exit')
    // The shell and five children each.
    await eventually(() => running(` ${word}`).length === 12)
    // Its first run also shows that the same commands without the mark are left alone.
    const { sent, left, sessions } = runScript(shell, mark, 'KILL', '40', '')
    assert.deepEqual([sent, left], [6, 0])
    await ended
    assert.equal(running(` ${word}`).length, 6)
    assert.ok(existsSync(`/proc/${other.pid}`))
    const began = (pid: number) =>
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19]
    // A session that is remembered under a number that another process has by now.
    assert.match(sessions, new RegExp(`(^| )${marked.pid}:\\d+( |$)`))
    assert.equal(runScript(shell, mark, 'KILL', '3', `${other.pid}:1`).sent, 0)
    // And one that is the same: what its marked processes left behind.
    assert.ok(runScript(shell, mark, 'KILL', '40', `${other.pid}:${began(other.pid!)}`).sent >= 4)
    for (const line of running(` ${word}`)) assert.match(line, /sleep/)
    spawnSync('sh', [
      '-c',
      `for pid in $(ps -eo pid=,args= | awk '/ sleep ${word}$/ || / ${word}$/ { print $1 }'); do kill -9 $pid; done`,
    ])
  })
}
