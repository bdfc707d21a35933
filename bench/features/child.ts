// The process of one client in one scenario: says when the client is loaded, does the job, and says what it saw: when the job
// is done, when the time is over, or on an uncaught error. Then it waits until it is released.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask, Jobs } from './scenario.ts'
import { seen } from './scenario.ts'

const libraries: Record<string, () => Promise<{ jobs: Jobs }>> = {
  fairlead: () => import('./clients/fairlead.ts'),
  dockerode: () => import('./clients/dockerode.ts'),
  'node-sdk': () => import('./clients/node-sdk.ts'),
}

const saw = seen()

function report(): void {
  process.send?.(saw)
}

function onCrash(error: unknown): void {
  saw.end = 'crashed'
  saw.words = String(error)
  report()
}

/** An error's status, however the client calls it; a class that was thrown itself has only its name. */
function note(error: unknown): void {
  saw.end = 'error'
  if (typeof error === 'function') {
    saw.words = `the class ${error.name} itself was thrown`
    return
  }
  const { message, status, statusCode, cause } = error as Error & { status?: number; statusCode?: number }
  const because = cause instanceof Error && !message.includes(cause.message) ? ` (${cause.message})` : ''
  saw.words = `${message}${because}`
  const found = status ?? statusCode
  if (typeof found === 'number') saw.status = found
}

async function main(client: string, ask: Ask, limit: number): Promise<void> {
  const { jobs } = await libraries[client]!()
  process.on('uncaughtException', onCrash)
  process.send?.('ready')
  process.once('disconnect', () => process.exit())
  const job = jobs[ask.job]
  if (typeof job !== 'function') {
    saw.end = 'none'
    saw.words = job ?? ''
    return report()
  }
  const timer = setTimeout(report, limit)
  try {
    await job(ask, saw)
    if (saw.end === 'hung') saw.end = 'done'
  } catch (error) {
    note(error)
  }
  clearTimeout(timer)
  await sleep(ask.linger)
  report()
}

const [client = '', ask = '', limit = ''] = process.argv.slice(2)
await main(client, JSON.parse(ask) as Ask, Number(limit))
