// The model → src/engine/schema.ts: all of it in a fixed order, so that the same documents give the same bytes. The file's last
// line has a checksum of what is above it: an edit by hand is noticed without the documents.

import { createHash } from 'node:crypto'
import type { Edit } from './edit.ts'
import { printOperations, printPaths, printRoutes, printStreams, queryOf } from './print-operations.ts'
import { printDeclaration } from './print-types.ts'
import { REQUIRED_SINCE, settle } from './settle.ts'

const CHECKSUM = '// checksum: sha256 '

const SHARED = `/** An empty object, as in the values of a set. */
export type EmptyObject = Record<string, never>

export interface NoParameters { query?: never; header?: never; path?: never; cookie?: never }

/** The header fields of a response. */
export interface Fields { [name: string]: unknown }

export interface JsonResponse<T> { headers: Fields; content: { 'application/json': T } }

export interface NoContent { headers: Fields; content?: never }

/** An error response of the Engine. */
export interface FailedResponse { headers: Fields; content: { 'application/json': ErrorResponse } }
`

export function printSchema(edit: Edit): string {
  const { model } = edit
  const use = settle(edit)
  const declarations = [...model.declarations.values()]
  const notes = new Map<string, string>()
  for (const operation of model.operations) {
    const query = queryOf(operation)
    if (!query) continue
    declarations.push(query)
    const where = `${operation.method.toUpperCase()} ${operation.path}`
    notes.set(query.name, `The query of ${where}.`)
    notes.set(
      `${operation.id}Filters`,
      `The filters of ${where}: values of one key are alternatives, keys must all match.`,
    )
  }
  const sent = new Set([...use.sent, ...notes.keys()])
  declarations.sort((a, b) => (a.name < b.name ? -1 : 1))
  const printed = declarations
    .filter(({ name }) => sent.has(name) || use.received.has(name))
    .map((one) => printDeclaration(one, { sent, received: use.received }, notes.get(one.name)))
  const names = [...use.sent, ...use.received].filter((name) => !notes.has(name))
  const schemas = [...new Set(names)].sort().map((name) => `    ${name}: ${name}\n`)
  const text = [
    header(model.versions),
    SHARED,
    printPaths(model),
    printOperations(model),
    `/** The API's own types by name, as the API documents have them under \`components\`. */\nexport interface components {\n  schemas: {\n${schemas.join('')}  }\n}\n`,
    printStreams(edit),
    printRoutes(edit),
    ...printed,
  ].join('\n')
  return withChecksum(text)
}

/** A generated text with its last line. */
export function withChecksum(text: string): string {
  return `${text}\n${CHECKSUM}${checksum(text)}\n`
}

function header(versions: readonly string[]): string {
  return `// The Engine API as types: generated from its API documents v${versions[0]} to v${versions.at(-1)} by \`npm run schema -- <folder>\`, with the
// corrections of test/schema/corrections. Not edited by hand: a test holds the checksum in the last line. Interfaces and
// types only: it compiles to no JavaScript. \`@since\` is the first document that has it; nothing older was looked at. A field
// of a response that is not optional is sent by every Engine of API ${REQUIRED_SINCE} and later; XReceived is what the Engine sends where X is what it accepts.
`
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** Is the file as it was generated? */
export function isIntact(file: string): boolean {
  const at = file.lastIndexOf(`\n${CHECKSUM}`)
  return at >= 0 && file.slice(at + 1) === `${CHECKSUM}${checksum(file.slice(0, at))}\n`
}
