// The user of a case: what its reader has to work with, and what it does meanwhile: after some items or some turns of the event loop.

import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import type { Engine } from '../../src/index.ts'
import type { Case } from './plan.ts'
import type { Context } from './readers.ts'
import type { UploadPlan } from './upload-bodies.ts'

/** What a reader throws by itself. */
export const MINE = new Error('thrown by the reader')

/** What the user did: nothing, if the reading was over before. */
export interface Acted {
  kind: Case['action']['kind']
}

export function contextOf(c: Case, engine: Engine, controller: AbortController, raw: boolean, upload: UploadPlan) {
  const { kind, after, byItems } = c.action
  const acted: Acted & { error?: unknown } = { kind: 'none' }
  let count = 0
  let pending: Promise<unknown> = Promise.resolve()
  let stopped = false
  const act = (): void => {
    // Nothing is there to be closed before the response.
    if (stopped || (kind === 'close' && context.close === undefined)) return
    acted.kind = kind
    if (kind === 'abort') controller.abort()
    else if (kind === 'close') context.close?.()
    else if (kind === 'engine') void engine.close()
    else if (kind === 'second') {
      if (context.second === undefined) acted.kind = 'none'
      else
        pending = context.second().then(
          () => assert.fail('a second reader was let in'),
          (error: unknown) => {
            acted.error = error
          },
        )
    }
  }
  const loopKinds = kind === 'break' || kind === 'throw' || kind === 'pause'
  const itemNow = (): void => {
    if (count++ !== after) return
    if (kind === 'throw') {
      acted.kind = 'throw'
      throw MINE
    }
    if (!loopKinds && byItems) act()
  }
  const context: Context = {
    engine,
    signal: controller.signal,
    body: upload.body,
    bodyLength: upload.bodyLength,
    raw,
    seen: [],
    close: undefined,
    second: undefined,
    itemNow,
    async item() {
      itemNow()
      if (kind === 'pause') for (let i = 0; i < after; i++) await turn()
      if (kind === 'break' && count > after) {
        acted.kind = 'break'
        return true
      }
      return false
    },
  }
  const start = async (): Promise<void> => {
    if (loopKinds || kind === 'none' || (byItems && kind !== 'second')) return
    for (let i = 0; i < after || (kind === 'second' && context.second === undefined && i < 200); i++) await turn()
    // The reader begins in the turn in which the response does.
    if (kind === 'second') await turn()
    act()
  }
  return {
    context,
    acted: () => ({ ...acted, pending }),
    start: () => void start(),
    stop: () => {
      stopped = true
    },
  }
}
