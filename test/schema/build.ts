// Documents in, model out: the newest document converted, the history of all of them, the filters, the corrections by hand.

import { Converter } from './convert.ts'
import { correct } from './corrections/index.ts'
import type { Edit } from './edit.ts'
import { addFilters } from './filters.ts'
import { History } from './history.ts'
import type { Model } from './model.ts'
import { convertOperations } from './operations.ts'
import type { Versioned } from './swagger.ts'

/**
 * What the documents say, without the corrections.
 * @param documents oldest first
 */
export function buildModel(documents: readonly Versioned[]): Model {
  const newest = (documents.at(-1) as Versioned).document
  const converter = new Converter(newest)
  const operations = convertOperations(newest, converter)
  // the records of streams are definitions that no operation refers to
  for (const name of Object.keys(newest.definitions)) converter.typeOf({ $ref: `#/definitions/${name}` }, name)
  const versions = documents.map(({ version }) => version)
  const model: Model = { versions, declarations: converter.declarations, operations }
  new History(model, converter, newest).apply(documents)
  addFilters(model, documents)
  return model
}

export function buildCorrected(documents: readonly Versioned[]): Edit {
  return correct(buildModel(documents))
}
