// Everything that is known better than the documents have it, by hand, in this folder alone; each with its source. "wire" is
// what real Engines sent (test/vectors/engines, test/vectors/answers); "moby" is the Engine's own sources, named by file or
// package; "history" is the history of the API in them, api/docs/CHANGELOG.md.

import { Edit } from '../edit.ts'
import type { Model } from '../model.ts'
import { containers } from './containers.ts'
import { described } from './described.ts'
import { structs } from './go.ts'
import { late, slips } from './late.ts'
import { nulls } from './nulls.ts'
import { filters, parameters } from './parameters.ts'
import { resources } from './resources.ts'
import { records, routes } from './routes.ts'
import { sending } from './sending.ts'
import { hijacks, streams } from './streams.ts'
import { system } from './system.ts'

/** Changes the model in place. */
export function correct(model: Model): Edit {
  const edit = new Edit(model)
  routes(edit)
  records(edit)
  streams(edit)
  hijacks(edit)
  parameters(edit)
  filters(edit)
  containers(edit)
  resources(edit)
  system(edit)
  late(edit)
  slips(edit)
  sending(edit)
  structs(edit)
  nulls(edit)
  described(edit)
  return edit
}
