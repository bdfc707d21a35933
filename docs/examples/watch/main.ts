// `npm start` follows the logs of all containers of the Engine found, new ones included. Each container has a name and a colour, and the
// figures come last. Where none runs, it shows containers of its own, on the embedded engine if no other responds.
// `npm start -- web db` follows the named containers to their ends.

import { type Engine, FairleadError } from 'fairlead'
import { watchForEnd } from '../stopping.ts'
import { type Demo, removeDemo, startDemo } from './demo.ts'
import { Figures } from './figures.ts'
import { type Found, findEngine } from './find-engine.ts'
import { followContainer } from './follow.ts'
import { followAll } from './follow-all.ts'
import { Printer } from './printer.ts'

const names = process.argv.slice(2)
const printer = new Printer(process.stdout)
const stopping = watchForEnd()

let found: Found | undefined
try {
  found = await findEngine(names)
  printer.note(found.story)
  if (names.length > 0) await follow(found.engine, names)
  else if (found.running > 0) await followAll(found.engine, { printer, signal: stopping.signal })
  else await demonstrate(found)
} catch (error) {
  // An interrupt or a closed output is no error.
  if (!stopping.signal.aborted) {
    printer.note(error instanceof FairleadError ? `${error.code}: ${error.message}` : String(error))
    process.exitCode = 1
  }
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
