// A command in a container, as part of a pipe:
//   tar c src | node exec-in-a-pipe.js web tar t | wc -l
// It has the command's stdin, stdout, stderr and exit code.

import { connect, exec } from 'fairlead'
import { report, watchForEnd } from './stopping.ts'

const [container, ...command] = process.argv.slice(2)
if (container === undefined || command.length === 0) {
  console.error('usage: exec-in-a-pipe <container> <command> [argument ...]')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
try {
  const { exitCode } = await exec(engine, container, command, {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stopping.signal,
  })
  process.exitCode = exitCode
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
  // Input that is no longer needed does not keep the program alive.
  process.stdin.unref?.()
}
