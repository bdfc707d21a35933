// A command in a container as one part of a pipe:
//   tar c src | node exec-in-a-pipe.js web tar t | wc -l
// Stdin, stdout, stderr and the exit code are the command's.

import { connect, exec } from 'fairlead'

const [container, ...command] = process.argv.slice(2)
if (container === undefined || command.length === 0) {
  console.error('usage: exec-in-a-pipe <container> <command> [argument ...]')
  process.exit(2)
}

const engine = connect()
const { exitCode } = await exec(engine, container, command, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
})
await engine.close()
process.exitCode = exitCode
