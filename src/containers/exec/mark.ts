// The mark of an exec: a variable in its environment with a random value, which every process that it starts inherits.
// By it the exec's processes are found again inside the container, also those that left their parents and sessions.

import { randomBytes } from 'node:crypto'
import type { ExecSetup } from '../../recipes/containers/exec-session.ts'

/** The name of the variable that marks the processes of an exec. */
export const MARK_VARIABLE = 'FAIRLEAD_EXEC'

/** A mark that no other exec has. */
export function newMark(): string {
  return randomBytes(16).toString('hex')
}

/** An exec's environment with a mark. */
export function markedEnv(env: ExecSetup['env'], mark: string): string[] {
  const list = Array.isArray(env) ? env : Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`)
  return [...list, `${MARK_VARIABLE}=${mark}`]
}
