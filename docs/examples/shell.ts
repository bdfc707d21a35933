// An interactive shell in a container. It has this terminal's size and follows its changes:
//   node shell.js web [sh]
// Every key goes to the shell, Ctrl-C too; `exit` or Ctrl-D ends it. Ctrl-P Ctrl-Q leaves it running and returns to the terminal.

import { connect, startExec } from 'fairlead'
import { report, watchForEnd } from './stopping.ts'

const [container, shell = 'sh'] = process.argv.slice(2)
if (container === undefined) {
  console.error('usage: shell <container> [shell]')
  process.exit(2)
}

/** Ctrl-P Ctrl-Q. They are not sent: Docker 20.10 ends an exec's stream at them as if the shell had failed, with a message and 126. */
const DETACH = '\x10\x11'

const { stdin, stdout } = process
const engine = connect()
const stopping = watchForEnd()
const detach = new AbortController()
const signal = AbortSignal.any([stopping.signal, detach.signal])
try {
  const session = await startExec(engine, container, [shell], {
    signal,
    env: { TERM: process.env.TERM ?? 'xterm' },
    tty: { rows: stdout.rows ?? 24, columns: stdout.columns ?? 80 },
  })
  const { tunnel } = session
  const onResize = (): void => {
    // A resize after the shell's end may fail.
    session.resize(stdout.rows, stdout.columns).catch(() => {})
  }
  let last = ''
  const onKeys = (keys: Buffer): void => {
    const typed = last + keys.toString('latin1')
    last = typed.slice(-1)
    if (typed.includes(DETACH)) detach.abort()
    // The end of the tunnel is reported by pipe().
    else tunnel.write(keys).catch(() => {})
  }
  stdout.on('resize', onResize)
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.on('data', onKeys)
  stdin.once('end', () => tunnel.end())
  try {
    await tunnel.pipe({ stdout })
    process.exitCode = await session.exitCode()
  } finally {
    // In any case: a terminal in raw mode is unusable.
    if (stdin.isTTY) stdin.setRawMode(false)
    stdin.off('data', onKeys).pause()
    stdout.off('resize', onResize)
  }
} catch (error) {
  if (detach.signal.aborted) console.error(`\ndetached: the shell goes on in ${container}`)
  else report(error, stopping)
} finally {
  await engine.close()
}
