// The messages of BuildKit's own service, Control, with the field numbers of its .proto file.
// Field names are this library's; only the numbers are on the wire.

import { message } from '../proto/protobuf.ts'

const Exporter = message({ type: [1, 'string'], attributes: [2, 'string', 'map'] })
const CacheEntry = message({ type: [1, 'string'], attributes: [2, 'string', 'map'] })
const CacheOptions = message({ exports: [4, CacheEntry, 'repeated'] })
/** Asks for a build. Older daemons know one exporter, in fields 3 and 4; newer ones a list of them. */
export const SolveRequest = message({
  ref: [1, 'string'],
  exporter: [3, 'string'],
  exporterAttributes: [4, 'string', 'map'],
  session: [5, 'string'],
  frontend: [6, 'string'],
  attributes: [7, 'string', 'map'],
  cache: [8, CacheOptions],
  entitlements: [9, 'string', 'repeated'],
  exporters: [13, Exporter, 'repeated'],
})
/** What a build has made, by names such as `containerimage.digest`. */
export const SolveResponse = message({ exporter: [1, 'string', 'map'] })
/** Asks for a build's progress. */
export const StatusRequest = message({ ref: [1, 'string'] })
