// Runs a job in a container of its own, with a time limit in seconds; shows its output live and ends with its exit code:
//   node job.js 30 busybox sh -c 'date; sleep 60'
// After the limit, on Ctrl-C and on SIGTERM the container is killed and removed. The status is 124 then, as that of timeout(1), or 130.

import { connect, run } from 'fairlead'
import { report, watchForEnd } from './stopping.ts'

const [seconds = '', image, ...command] = process.argv.slice(2)
if (!(Number(seconds) > 0) || image === undefined) {
  console.error('usage: job <seconds> <image> [command [argument ...]]')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const limit = AbortSignal.timeout(Number(seconds) * 1000)
try {
  const spec = { Image: image, ...(command.length > 0 ? { Cmd: command } : {}) }
  const signal = AbortSignal.any([stopping.signal, limit])
  const { exitCode } = await run(engine, spec, { stdout: process.stdout, stderr: process.stderr, signal })
  process.exitCode = exitCode
} catch (error) {
  report(error, stopping)
  if (stopping.signal.aborted) process.exitCode = 130
  else if (limit.aborted) process.exitCode = 124
} finally {
  await engine.close()
}
