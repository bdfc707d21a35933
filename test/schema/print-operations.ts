// Operations → text, in the shape that openapi-typescript made known: `paths`, `operations`, `components`; clients that are
// written for that run on it. Parameters of the query get an interface each, responses share a few, so that hovers stay short.

import { comment } from './describe.ts'
import type { Edit } from './edit.ts'
import type { Declaration, Field, Model, Operation, OperationResponse, Type } from './model.ts'
import { key, quoted } from './names.ts'
import { lifeTags, printField, printType } from './print-types.ts'
import { METHODS } from './swagger.ts'

const REFERENCE = 'https://docs.docker.com/reference/api/engine/version'
const JSON_TYPE = 'application/json'

/** The query of each operation as a declaration, `ContainerListQuery`. */
export function queryOf(operation: Operation): Declaration | undefined {
  const { query } = operation.parameters
  return query.length === 0 ? undefined : { name: `${operation.id}Query`, parents: [], fields: query }
}

export function printPaths(model: Model): string {
  const paths = new Map<string, Operation[]>()
  for (const operation of model.operations) paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation])
  let text = `/**
 * The Engine's operations by path. Descriptions of operations, parameters and fields are excerpts of the Engine's API
 * documents, by the authors of moby, under the Apache License 2.0.
 */
export interface paths {\n`
  for (const [path, operations] of paths) {
    text += `  ${quoted(path)}: {\n    parameters: NoParameters\n`
    const none: string[] = []
    for (const method of METHODS) {
      const operation = operations.find((one) => one.method === method)
      if (operation) text += `    ${method}: operations['${operation.id}']\n`
      else none.push(`${method}?: never`)
    }
    text += `    ${none.join('; ')}\n  }\n`
  }
  return `${text}}\n`
}

export function printOperations(model: Model): string {
  let text =
    '/** Every operation of the API by its id: parameters, request body and responses. */\nexport interface operations {\n'
  for (const operation of model.operations) text += printOperation(operation, model.versions)
  return `${text}}\n`
}

function printOperation(operation: Operation, versions: readonly string[]): string {
  const since = operation.since ?? `${versions[0]} or earlier`
  const tags = lifeTags({ ...operation, since })
  // a route that no document has, has no page
  if (operation.tag !== '') {
    const page = `${REFERENCE}/v${versions.at(-1)}/#tag/${operation.tag}/operation/${operation.id}`
    tags.push(`@see {@link ${page} ${operation.method.toUpperCase()} ${operation.path}}`)
  }
  let text = `${comment(operation.description, tags, '  ')}  ${operation.id}: {\n`
  text += `    parameters: { ${printParameters(operation).join('; ')} }\n`
  text += `    ${printBody(operation)}\n    responses: {\n`
  for (const response of [...operation.responses].sort((a, b) => (a.status < b.status ? -1 : 1))) {
    text += `      ${response.status}: ${printResponse(response)}\n`
  }
  return `${text}    }\n  }\n`
}

function printParameters(operation: Operation): string[] {
  const { path, query, header } = operation.parameters
  const needed = (fields: readonly Field[]) => (fields.some((field) => field.required) ? ':' : '?:')
  return [
    query.length === 0 ? 'query?: never' : `query${needed(query)} ${operation.id}Query`,
    header.length === 0 ? 'header?: never' : `header${needed(header)} { ${inline(header)} }`,
    path.length === 0
      ? 'path?: never'
      : `path: {\n${path.map((field) => printField(field, '      ', true, true)).join('')}    }`,
    'cookie?: never',
  ]
}

function inline(fields: readonly Field[]): string {
  return fields
    .map(({ name, type, required }) => printField({ name, type, required, nullable: false }, '', true, true).trim())
    .join('; ')
}

function printBody({ body }: Operation): string {
  if (!body) return 'requestBody?: never'
  return `requestBody${body.required ? '' : '?'}: { content: { ${printContent(body.content, true)} } }`
}

function printContent(content: Record<string, Type>, readonlyLists: boolean): string {
  return Object.entries(content)
    .map(([name, type]) => `${quoted(name)}: ${printType(type, readonlyLists)}`)
    .join('; ')
}

function printResponse({ status, headers, content }: OperationResponse): string {
  const types = Object.keys(content)
  const only = types.length === 1 && types[0] === JSON_TYPE ? printType(content[JSON_TYPE] as Type, false) : undefined
  if (headers.length === 0 && only === 'ErrorResponse' && status >= '400') return 'FailedResponse'
  if (headers.length === 0 && only !== undefined) return `JsonResponse<${only}>`
  if (headers.length === 0 && types.length === 0) return 'NoContent'
  const fields = headers.map((field) => `${key(field.name)}?: ${printType(field.type, false)}`)
  const fieldsType = headers.length === 0 ? 'Fields' : `{ ${[...fields, '[name: string]: unknown'].join('; ')} }`
  return `{ headers: ${fieldsType}; content${types.length === 0 ? '?: never' : `: { ${printContent(content, false)} }`} }`
}

/** The kind of stream of an operation's response, and which connections leave HTTP behind. */
export function printStreams(edit: Edit): string {
  let text =
    '/** Operations whose response is a stream: of frames, of JSON records, or of bytes. */\nexport interface streams {\n'
  for (const operation of edit.model.operations) {
    const { id } = operation
    const stream = edit.streams.get(id)
    if (!stream) continue
    const record = stream.record ? `; record: ${printType(stream.record, false)}` : ''
    text += `  ${id}: { kind: '${stream.kind}'${record}; ${printRoute(operation)} }\n`
  }
  text +=
    '}\n\n/** Operations that take the connection over: what it speaks then, and the method of fairlead that does it. */\nexport interface hijacks {\n'
  for (const operation of edit.model.operations) {
    const hijack = edit.hijacks.get(operation.id)
    if (!hijack) continue
    text += `  ${operation.id}: { protocol: '${hijack.protocol}'; through: '${hijack.through}'; ${printRoute(operation)} }\n`
  }
  return `${text}}\n`
}

/** Types know an operation by its route, not by its name. */
function printRoute({ method, path }: Operation): string {
  return `method: '${method.toUpperCase()}'; path: ${quoted(path)}`
}

/** Paths by method, so that a compiler looks them up and need not sort `paths` by itself: responses that are a value, and those that are a stream. */
export function printRoutes({ model, streams, hijacks }: Edit): string {
  const methods = [...new Set(model.operations.map(({ method }) => method))].sort()
  const table = (name: string, what: string, isIn: (id: string) => boolean): string => {
    let text = `/** ${what}, by method and path. */\nexport interface ${name} {\n`
    for (const method of methods) {
      text += `  ${method.toUpperCase()}: {\n`
      for (const operation of model.operations) {
        if (operation.method !== method || hijacks.has(operation.id) || !isIn(operation.id)) continue
        text += `    ${quoted(operation.path)}: operations['${operation.id}']\n`
      }
      text += '  }\n'
    }
    return `${text}}\n`
  }
  const values = table('valueRoutes', 'Operations whose response is a value, or empty', (id) => !streams.has(id))
  return `${values}\n${table('streamRoutes', 'Operations whose response is a stream', (id) => streams.has(id))}`
}
