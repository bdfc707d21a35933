// After the corrections: what is only ever received refers to the forms of responses, and what an Engine of today may lack is
// not called required.

import { byVersion } from './documents.ts'
import type { Edit } from './edit.ts'
import type { Declaration, Type } from './model.ts'
import { type Use, useOf } from './print-types.ts'

/** "Required" in a response means: every Engine of this API version or later sends it. 1.40 is the oldest that today's Engine speaks. */
export const REQUIRED_SINCE = '1.40'

/** @returns where each declaration is met */
export function settle(edit: Edit): Use {
  const { model } = edit
  const sent = useOf(model, []).sent
  for (const declaration of model.declarations.values()) {
    if (!sent.has(declaration.name)) redirect(declaration, edit)
  }
  for (const operation of model.operations) {
    for (const { content } of operation.responses) {
      for (const [name, type] of Object.entries(content)) content[name] = receivedForm(type, edit)
    }
  }
  const records = [...edit.streams.values()].flatMap((stream) => (stream.record ? [stream.record] : []))
  const use = useOf(model, records)
  for (const { name, fields } of model.declarations.values()) {
    if (use.sent.has(name)) continue
    for (const field of fields ?? []) {
      const late = field.since !== undefined && byVersion(field.since, REQUIRED_SINCE) > 0
      if (late || field.removed !== undefined) field.required = false
    }
  }
  return use
}

function redirect(declaration: Declaration, edit: Edit): void {
  if (declaration.alias) declaration.alias = receivedForm(declaration.alias, edit)
  for (const field of declaration.fields ?? []) field.type = receivedForm(field.type, edit)
}

function receivedForm(type: Type, edit: Edit): Type {
  switch (type.kind) {
    case 'name':
      return edit.receivedForms.has(type.name) ? { kind: 'name', name: `${type.name}Received` } : type
    case 'list':
    case 'map':
      return { ...type, of: receivedForm(type.of, edit) }
    case 'either':
      return { ...type, types: type.types.map((one) => receivedForm(one, edit)) }
    default:
      return type
  }
}
