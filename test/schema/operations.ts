// A document's operations → the model's: parameters by place, the body, the responses with the content type that they have.

import { type Converter, described } from './convert.ts'
import { shortened } from './describe.ts'
import type { Field, Operation, OperationResponse } from './model.ts'
import { plain, STRING } from './model.ts'
import { pascal } from './names.ts'
import type { Document, Operation as RawOperation, RawParameter, RawResponse, Schema } from './swagger.ts'
import { operationsOf } from './swagger.ts'

const JSON_TYPE = 'application/json'
/** A body that is not JSON: a tar archive wherever the API takes one. */
const TAR_TYPE = 'application/x-tar'

/** Every operation of the newest document; what their schemas name is declared in the converter. */
export function convertOperations(document: Document, converter: Converter): Operation[] {
  return operationsOf(document).map(({ path, method, operation }) => convert(path, method, operation, converter))
}

function convert(path: string, method: string, raw: RawOperation, converter: Converter): Operation {
  const id = raw.operationId
  const parameters: Operation['parameters'] = { path: [], query: [], header: [] }
  const description = sentence(raw.summary) ?? shortened(raw.description)
  const bare: Operation = { id, method, path, tag: raw.tags?.[0] ?? '', parameters, responses: [] }
  const operation = described(bare, description)
  for (const parameter of raw.parameters ?? []) {
    if (parameter.in === 'body') operation.body = bodyOf(id, parameter, converter)
    else parameters[parameter.in].push(parameterField(id, parameter, converter))
  }
  for (const [status, response] of Object.entries(raw.responses)) {
    operation.responses.push(responseOf(raw, status, response, converter))
  }
  return operation
}

/** A summary is a title without its full stop. */
function sentence(summary: string | undefined): string | undefined {
  return shortened(summary)?.replace(/[^.]$/, '$&.')
}

/** A parameter's own `required` is a boolean; what else it says is a schema's. */
function parameterField(id: string, parameter: RawParameter, converter: Converter): Field {
  const required = parameter.required === true
  const suggestion = id + pascal(parameter.name)
  return { ...converter.field(parameter.name, parameter as unknown as Schema, required, suggestion), nullable: false }
}

function bodyOf(id: string, parameter: RawParameter, converter: Converter): NonNullable<Operation['body']> {
  const required = parameter.required === true
  const schema = parameter.schema ?? {}
  // text as a body's schema is the document's way to say: bytes
  if (schema.type === 'string') return { required, content: { [TAR_TYPE]: plain('unknown') } }
  return { required, content: { [JSON_TYPE]: converter.typeOf(schema, `${id}Request`) } }
}

function responseOf(raw: RawOperation, status: string, response: RawResponse, converter: Converter): OperationResponse {
  const headers: Field[] = Object.entries(response.headers ?? {}).map(([name, schema]) => {
    return converter.field(name, schema, false, raw.operationId + pascal(name))
  })
  const content: OperationResponse['content'] = {}
  if (response.schema) {
    const failed = status >= '400'
    const suggestion = `${raw.operationId}Response${failed ? status : ''}`
    const type = converter.typeOf(response.schema, suggestion)
    const produced = raw.produces ?? [JSON_TYPE]
    for (const name of failed || produced.includes(JSON_TYPE) ? [JSON_TYPE] : produced) {
      content[name] = name === JSON_TYPE || name.includes('json') ? type : STRING
    }
  }
  return { status, headers, content }
}
