// An interactive shell in a container, the size of this terminal and following it:
//   node shell.js web [sh]
// Every key goes to the shell, Ctrl-C too; `exit` or Ctrl-D ends it.

import { connect, startExec } from 'fairlead'

const [container, shell = 'sh'] = process.argv.slice(2)
if (container === undefined) {
  console.error('usage: shell <container> [shell]')
  process.exit(2)
}

const { stdin, stdout } = process
const engine = connect()
const session = await startExec(engine, container, [shell], {
  env: { TERM: process.env.TERM ?? 'xterm' },
  tty: { rows: stdout.rows ?? 24, columns: stdout.columns ?? 80 },
})
const { tunnel } = session

const onResize = (): void => {
  // One that comes too late for the shell is nobody's loss.
  session.resize(stdout.rows, stdout.columns).catch(() => {})
}
const onKeys = (keys: Buffer): void => {
  void tunnel.write(keys)
}
stdout.on('resize', onResize)
if (stdin.isTTY) stdin.setRawMode(true)
stdin.on('data', onKeys)
stdin.once('end', () => tunnel.end())
try {
  await tunnel.pipe({ stdout })
  process.exitCode = await session.exitCode()
} finally {
  if (stdin.isTTY) stdin.setRawMode(false)
  stdin.off('data', onKeys).pause()
  stdout.off('resize', onResize)
  await engine.close()
}
