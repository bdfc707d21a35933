// Builds a folder with BuildKit and shows its steps. Secrets are variables of this program's environment, by name:
//   NPM_TOKEN=… node buildkit.js ./app app:latest NPM_TOKEN
// In the Dockerfile: RUN --mount=type=secret,id=NPM_TOKEN …

import { connect, credentials } from 'fairlead'
import { BuildError, type BuildStep, buildImage } from 'fairlead/buildkit'
import { report, watchForEnd } from './stopping.ts'

const [folder, tag, ...variables] = process.argv.slice(2)
if (folder === undefined || tag === undefined) {
  console.error('usage: buildkit <folder> <tag> [<variable>…]')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const secrets = Object.fromEntries(variables.map((name) => [name, { env: name }]))
try {
  const build = buildImage(engine, folder, { tags: tag, secrets, auth: credentials(), signal: stopping.signal })
  if (process.stdout.isTTY) await show(build)
  else for await (const line of build.lines()) console.log(line)
  const { imageId, warnings, sent } = await build.done()
  for (const { message, file, ranges } of warnings) console.error(`${file}:${ranges[0]?.start.line ?? 0}: ${message}`)
  console.log(`built ${imageId}; sent ${sent.files} files, ${sent.bytes} bytes`)
} catch (error) {
  if (error instanceof BuildError) for (const line of error.lines) console.error(line)
  report(error, stopping)
} finally {
  await engine.close()
}

/** Steps that are done as lines; below them, redrawn in place, those that run. */
async function show(build: ReturnType<typeof buildImage>): Promise<void> {
  const running = new Set<BuildStep>()
  const printed = new Set<BuildStep>()
  const draw = (text: string): void => {
    const width = (process.stdout.columns ?? 80) - 1
    const names = [...running].map(({ name }) => `  ${name}`.slice(0, width))
    const up = names.length > 0 ? `\x1b[${names.length}A` : ''
    process.stdout.write(`${text}\x1b[J${names.map((name) => `${name}\n`).join('')}${up}`)
  }
  try {
    for await (const event of build) {
      if (event.type !== 'step') continue
      const { step } = event
      if (step.state === 'running') running.add(step)
      else running.delete(step)
      const isOver = step.state !== 'running' && step.state !== 'waiting' && !printed.has(step)
      if (isOver) printed.add(step)
      draw(isOver ? `${step.state.padEnd(8)} ${step.name}\x1b[K\n` : '')
    }
  } finally {
    running.clear()
    draw('')
  }
}
