// The functions and classes of fairlead/stream that have limits, for options.test.ts.

import { iterateLines, type SourceIterator } from '../../src/stream.ts'

export { collect, JsonRecords, LineSplitter } from '../../src/stream.ts'

/** The lines of a source that never starts. */
export function fromLines(options: never): SourceIterator<unknown> {
  return iterateLines({ start() {}, pause() {}, resume() {}, cancel() {} }, false, options)
}
