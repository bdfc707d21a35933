// The contract: what fairlead's public interface promises with any Docker Engine. The same tests run unchanged against the
// embedded engine and a real one. If the results differ, one of the two or this library is wrong.

import { after, before, describe, type TestContext } from 'node:test'
import { connectionTests } from './connections.ts'
import { eventTests } from './events.ts'
import { followTests } from './follow.ts'
import { Lab, type Target } from './lab.ts'
import { lifecycleTests } from './lifecycle.ts'
import { logTests } from './logs.ts'
import { pourTests } from './pour.ts'
import { errorResponseTests } from './refusals.ts'
import { POUR_WORDS } from './stream-data.ts'
import { systemTests } from './system.ts'
import { waitTests } from './wait.ts'

const parts = {
  system: systemTests,
  containers: lifecycleTests,
  wait: waitTests,
  'error responses': errorResponseTests,
  logs: logTests,
  'followed logs': followTests,
  events: eventTests,
  connections: connectionTests,
  [POUR_WORDS]: pourTests,
}

/**
 * Registers the contract's tests.
 * @param name the Engine's name, for the report
 * @param make starts or finds the Engine
 * @param skip why there is no Engine, or false
 */
export function contract(name: string, make: () => Promise<Target>, skip: string | false): void {
  describe(name, { skip }, () => {
    let target: Target
    before(async () => {
      target = await make()
    })
    after(() => target.dispose())
    const open = (t: TestContext) => new Lab(t, target)
    for (const [part, register] of Object.entries(parts)) describe(part, () => register(open))
  })
}
