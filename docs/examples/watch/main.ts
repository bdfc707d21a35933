// The main job: `npm start` streams logs from containers of a real Engine, or of the embedded one where none answers,
// live, told apart by name and colour, and ends with the figures. `npm start -- web db` follows the containers named.

import { type Engine, FairleadError } from 'fairlead'
import { type Demo, removeDemo, startDemo } from './demo.ts'
import { Figures } from './figures.ts'
import { type Found, findEngine } from './find-engine.ts'
import { followContainer } from './follow.ts'
import { Printer } from './printer.ts'

const names = process.argv.slice(2)
const printer = new Printer(process.stdout)
const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort())
process.once('SIGTERM', () => stopping.abort())

let found: Found | undefined
try {
  found = await findEngine(names)
  printer.note(found.story)
  await (names.length > 0 ? follow(found.engine, names) : demonstrate(found))
} catch (error) {
  printer.note(error instanceof FairleadError ? `${error.code}: ${error.message}` : String(error))
  process.exitCode = 1
} finally {
  await found?.close()
}

async function demonstrate({ engine, image }: Found): Promise<void> {
  const demo: Demo = await startDemo(engine, image, stopping.signal)
  try {
    await follow(engine, demo.names)
  } finally {
    await removeDemo(engine, demo)
  }
}

async function follow(engine: Engine, containers: readonly string[]): Promise<void> {
  const figures = new Figures()
  const { signal } = stopping
  const followed = await Promise.allSettled(
    containers.map((name) => followContainer(engine, name, { printer, figures, signal })),
  )
  printer.note(figures.summary())
  for (const outcome of followed) {
    if (outcome.status === 'rejected' && !signal.aborted) throw outcome.reason
  }
}
