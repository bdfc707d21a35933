// src/engine/schema.ts read back as data: its interfaces with their fields and versions, and each operation's
// responses. So responses of real Engines can be held against the types without any API document.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Type } from './model.ts'
import { readType } from './type-text.ts'

/** The generated file; tests run from the project's folder or from any other. */
export const SCHEMA_FILE = path.join(import.meta.dirname, '../../../src/engine/schema.ts')

export interface ShapeField {
  readonly optional: boolean
  readonly type: Type
  readonly since: string | undefined
  readonly removed: string | undefined
}

export interface Shape {
  readonly parents: readonly string[]
  readonly fields: ReadonlyMap<string, ShapeField>
}

export interface AnswerShape {
  readonly method: string
  readonly path: string
  /** Status → type of its JSON, or of one record of its stream. */
  readonly json: ReadonlyMap<string, Type>
  /** Every status that the types have. */
  readonly statuses: ReadonlySet<string>
  /** Those of a response without a body. */
  readonly empty: ReadonlySet<string>
}

export interface Shapes {
  readonly interfaces: ReadonlyMap<string, Shape>
  readonly aliases: ReadonlyMap<string, Type>
  readonly operations: ReadonlyMap<string, AnswerShape>
}

const FIELD = /^ {2}(?:'([^']+)'|([\w$]+))(\?)?: (.+)$/

export function readShapes(text = readFileSync(SCHEMA_FILE, 'utf8')): Shapes {
  const interfaces = new Map<string, Shape>()
  const aliases = new Map<string, Type>()
  for (const [, name, type] of text.matchAll(/^export type (\w+) = (.+)$/gm)) {
    if (name !== 'EmptyObject') aliases.set(name as string, readType(type as string))
  }
  for (const [, name, parents, body] of text.matchAll(
    /^export interface (\w+)(?: extends ([\w, ]+))? \{\n((?: {2}.*\n)*)\}/gm,
  )) {
    if (['paths', 'operations', 'components', 'streams', 'hijacks'].includes(name as string)) continue
    interfaces.set(name as string, { parents: parents?.split(', ') ?? [], fields: readFields(body as string) })
  }
  for (const [, name, parents] of text.matchAll(/^export interface (\w+)(?: extends ([\w, ]+))? \{\}/gm)) {
    interfaces.set(name as string, { parents: parents?.split(', ') ?? [], fields: new Map() })
  }
  return { interfaces, aliases, operations: readOperations(text) }
}

function readFields(body: string): Map<string, ShapeField> {
  const fields = new Map<string, ShapeField>()
  let note = ''
  for (const line of body.split('\n')) {
    const [, quoted, bare, optional, type] = FIELD.exec(line) ?? []
    if (type === undefined) {
      note += line
      continue
    }
    fields.set((quoted ?? bare) as string, {
      optional: optional === '?',
      type: readType(type),
      since: /@since API ([\d.]+)/.exec(note)?.[1],
      removed: /removed in API ([\d.]+)/.exec(note)?.[1],
    })
    note = ''
  }
  return fields
}

function readOperations(text: string): Map<string, AnswerShape> {
  const places = new Map<string, { method: string; path: string }>()
  for (const [, where, body] of block(text, 'paths').matchAll(/^ {2}'([^']+)': \{\n((?: {4}.*\n)*)/gm)) {
    for (const [, method, id] of (body as string).matchAll(/^ {4}(\w+): operations\['(\w+)'\]/gm)) {
      places.set(id as string, { method: method as string, path: where as string })
    }
  }
  const operations = new Map<string, AnswerShape>()
  for (const [, id, body] of block(text, 'operations').matchAll(/^ {2}(\w+): \{\n((?: {4}.*\n)*)/gm)) {
    const json = new Map<string, Type>()
    const statuses = new Set<string>()
    const empty = new Set<string>()
    for (const [, status, response] of (body as string).matchAll(/^ {6}(\d+): (.+)$/gm)) {
      const type =
        /^JsonResponse<(.+)>$/.exec(response as string)?.[1] ??
        /'application\/json': ([^;}]+)/.exec(response as string)?.[1]
      statuses.add(status as string)
      if (response === 'NoContent') empty.add(status as string)
      if (response === 'FailedResponse') json.set(status as string, { kind: 'name', name: 'ErrorResponse' })
      else if (type !== undefined) json.set(status as string, readType(type))
    }
    const place = places.get(id as string)
    if (place) operations.set(id as string, { ...place, json, statuses, empty })
  }
  return operations
}

function block(text: string, name: string): string {
  const start = text.indexOf(`export interface ${name} {\n`)
  return text.slice(start, text.indexOf('\n}\n', start) + 2)
}

/** An interface's fields with those of what it extends; its own come last and win. */
export function allFields(shapes: Shapes, name: string): ReadonlyMap<string, ShapeField> {
  const shape = shapes.interfaces.get(name)
  const fields = new Map<string, ShapeField>()
  for (const parent of shape?.parents ?? [])
    for (const [key, field] of allFields(shapes, parent)) fields.set(key, field)
  for (const [key, field] of shape?.fields ?? []) fields.set(key, field)
  return fields
}
