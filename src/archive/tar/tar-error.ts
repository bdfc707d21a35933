// The errors of an archive that cannot be read: ERR_ARCHIVE, the peer's fault. An archive that is cut has words of its own, by which
// the embedded engine knows it.

import { FairleadError } from '../../error.ts'

/** The words of the error of an archive that is not complete. */
export const CUT = 'the archive ends too early'

/** The bytes are no tar archive, or not one that can be trusted. */
export function invalidArchive(what: string): FairleadError {
  return new FairleadError('ERR_ARCHIVE', `the tar archive is not valid: ${what}`)
}

/** The archive ends within a header or a content. */
export function cutArchive(): FairleadError {
  return new FairleadError('ERR_ARCHIVE', `${CUT}: expected the rest of an entry`)
}
