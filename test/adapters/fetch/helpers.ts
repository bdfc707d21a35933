// Helpers of the fetch tests: a scripted peer, and a fetch of an engine on it.

import type { TestContext } from 'node:test'
import { createFetch, type Fetch } from '../../../src/fetch.ts'
import type { ConnectOptions, Engine } from '../../../src/index.ts'
import { serve } from '../../engine/kit.ts'
import type { Script, ScriptedPeer } from '../../support/scripted-peer.ts'

export interface Stage {
  fetch: Fetch
  engine: Engine
  peer: ScriptedPeer
}

/** Like `serve`, with a fetch. */
export async function stage(
  t: TestContext,
  script: Script,
  options?: ConnectOptions & { listen?: 'unix' | 'tcp' },
): Promise<Stage> {
  const { engine, peer } = await serve(t, script, options)
  return { fetch: createFetch(engine), engine, peer }
}

/** An error with its cause's code, or its own. */
export interface Failure {
  name: string
  message: string
  code: string | undefined
}

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } }
    return { name, message, code: cause?.code }
  }
  throw new Error('it did not fail')
}

/** A stream of these pieces, one per turn of the event loop. */
export function streamOfPieces(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise(setImmediate)
      const piece = pieces.shift()
      if (piece === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(piece))
    },
  })
}
