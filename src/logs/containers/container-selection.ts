// Which containers are followed: by name, by label, by the Engine's own filters, or by a function. Pure.
// Where several are given, a container has to match all of them.

import { field, optionalField } from '../../engine/response/shape.ts'
import type * as Schema from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'

/** Which containers are followed. A container has to match every key that is given. */
export interface Selection {
  /** Its name, without the slash, or its full id. */
  readonly names?: readonly string[] | undefined
  /** `key` or `key=value`; it has to have all of them. */
  readonly labels?: readonly string[] | undefined
  /** The Engine's filters, as of `GET /containers/json`. */
  readonly filters?: Schema.ContainerListFilters | undefined
  /** Whether a container is followed, as the Engine's list has it. */
  readonly match?: ((container: Schema.ContainerSummary) => boolean) | undefined
}

/** The containers of a list, `null` for none. @throws FairleadError ERR_RECORD_SYNTAX where it is no list of containers */
export function containersIn(found: unknown): readonly Schema.ContainerSummary[] {
  const from = 'GET /containers/json'
  if (found !== null && !Array.isArray(found))
    throw new FairleadError('ERR_RECORD_SYNTAX', `${from}: expected a list, received a value of type ${typeof found}`)
  for (const one of found ?? []) {
    field(from, one, 'Id', 'id')
    for (const name of ['Status', 'State', 'Image']) optionalField(from, one, name, 'string')
    optionalField(from, one, 'Labels', 'object')
    const names: unknown = one.Names ?? []
    const isList = Array.isArray(names) && names.every((name) => typeof name === 'string')
    if (!isList)
      throw new FairleadError('ERR_RECORD_SYNTAX', `${from}: Names of the response: expected a list of strings`)
  }
  return found ?? []
}

/** Whether a container of the list is selected; the list was asked for with the labels and the filters. */
export function selects({ names, match }: Selection, container: Schema.ContainerSummary): boolean {
  const own = [container.Id, ...(container.Names ?? []).map((name) => name.replace(/^\//, ''))]
  if (names !== undefined && !own.some((name) => names.includes(name))) return false
  return match === undefined || match(container)
}

/** The same by an event's attributes; undefined where only the list can say. */
export function selectsAtOnce(
  { names, labels, filters, match }: Selection,
  id: string,
  attributes: Readonly<Record<string, string>>,
): boolean | undefined {
  if (names !== undefined && !names.includes(id) && !names.includes(attributes.name ?? '')) return false
  for (const label of labels ?? []) {
    const at = label.indexOf('=')
    const value = attributes[at < 0 ? label : label.slice(0, at)]
    if (value === undefined || (at >= 0 && value !== label.slice(at + 1))) return false
  }
  return filters === undefined && match === undefined ? true : undefined
}
