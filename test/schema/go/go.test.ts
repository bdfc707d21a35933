// Every pointer, slice, map and interface of the Engine's Go structs that JSON writes as null is null in the types, or listed with
// the reason why it never is; and every field that the structs have is known to the types.

import assert from 'node:assert/strict'
import test from 'node:test'
import { NEVER_NULL } from '../corrections/nulls.ts'
import type { Type } from '../model.ts'
import { readShapes } from '../shapes.ts'
import { ROOTS } from './roots.ts'
import { GO_VERSIONS, GoTypes } from './types.ts'
import { type GoFinding, goFindings, type Source } from './walk.ts'

const shapes = readShapes()
const source: Source = {
  responses: (id) =>
    [...(shapes.operations.get(id)?.json ?? [])].filter(([status]) => status < '300').map(([, type]) => type),
  declared: (name) => {
    const alias = shapes.aliases.get(name)
    if (alias) return { name, parents: [], alias }
    const shape = shapes.interfaces.get(name)
    const fields = [...(shape?.fields ?? [])].map(([field, { type }]) => ({ name: field, type }))
    return shape && { name, parents: shape.parents, fields }
  },
}
const findings = goFindings(source)

const fieldOf = ({ declaration, field }: GoFinding) => shapes.interfaces.get(declaration)?.fields.get(field)
const takesNull = (type: Type | undefined): boolean =>
  type?.kind === 'either'
    ? type.types.some(takesNull)
    : type?.kind === 'plain' && (type.text === 'null' || type.text === 'unknown')
const listed = ({ declaration, field }: GoFinding) => NEVER_NULL[`${declaration.replace(/Received$/, '')}.${field}`]

test('what can be nil and is not left out is null in the types, or listed', () => {
  const wrong = [...findings.values()].filter(
    (finding) => finding.null.length > 0 && !takesNull(fieldOf(finding)?.type) && listed(finding) === undefined,
  )
  assert.deepEqual(
    wrong.map(({ declaration, field }) => `${declaration}.${field}`),
    [],
  )
})

test('what is listed as never null is not null in the types, and can be nil in Go', () => {
  for (const key of Object.keys(NEVER_NULL)) {
    const finding = findings.get(key)
    assert.ok(finding && finding.null.length > 0, `${key}: no such pointer, slice or map`)
    assert.ok(!takesNull(fieldOf(finding)?.type), `${key} is null in the types`)
  }
})

test('the walk reaches the structs of every release, and a good thousand fields', () => {
  for (const version of GO_VERSIONS) {
    const go = new GoTypes(version)
    const found = ROOTS.filter(([, names]) => names.split(' ').some((name) => go.has(name)))
    assert.ok(found.length >= ROOTS.length - 3, `${version}: ${found.length} of ${ROOTS.length}`)
  }
  assert.ok(findings.size > 1000, String(findings.size))
})

/** Left out of the types on purpose. */
const NOT_IN_TYPES: Readonly<Record<string, string>> = {
  'ContainerInspectResponse.Node': 'of standalone Swarm',
  'SystemInfo.ExecutionDriver': 'gone with API 1.24',
  'ImageInspectRootFS.BaseLayer': 'Windows images before 2017',
}

test('every field of the structs is known to the types', () => {
  const unknown = new Set<string>()
  const structs = new Map<string, Set<string>>()
  for (const finding of findings.values()) {
    const known = structs.get(finding.declaration) ?? new Set()
    for (const struct of finding.structs) known.add(struct)
    structs.set(finding.declaration, known)
  }
  const namesOf = (name: string): string[] => {
    const shape = shapes.interfaces.get(name)
    return [...(shape?.fields.keys() ?? []), ...(shape?.parents.flatMap(namesOf) ?? [])]
  }
  for (const [declaration, names] of structs) {
    // a base's other fields are in what extends it
    if ([...shapes.interfaces.values()].some(({ parents }) => parents.includes(declaration))) continue
    const has = new Set(namesOf(declaration))
    for (const version of GO_VERSIONS) {
      const go = new GoTypes(version)
      for (const struct of names)
        for (const field of go.fieldsOf(struct).keys()) if (!has.has(field)) unknown.add(`${declaration}.${field}`)
    }
  }
  assert.deepEqual([...unknown].sort(), Object.keys(NOT_IN_TYPES).sort())
})
