// What goes wrong with local files: ERR_LOCAL_FILE names the file and the system's reason, ERR_COPY says why a copy is refused. The
// caller is at fault: the file was there to be read or made.

import { FairleadError } from '../../error.ts'
import { shownName } from './names.ts'

/** A local file or folder that cannot be used: `what` says why, `cause` is the system's error. */
export function localError(path: string, what: string, cause?: unknown): FairleadError {
  return new FairleadError('ERR_LOCAL_FILE', `${shownName(path)}: ${what}`, {
    blame: 'caller',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** A copy that Docker refuses, or that cannot be made here. */
export function copyError(message: string): FairleadError {
  return new FairleadError('ERR_COPY', message, { blame: 'caller' })
}

/** Whether the system's error has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | null)?.code ?? '')
}
