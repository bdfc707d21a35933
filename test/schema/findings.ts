// docs/schema-findings.md: where real Engines' responses differ from the types, and where they differ from the API documents as
// they stand, which is what test/schema/corrections mends. The first table needs no document; a test holds it to the responses.

import { capturedResponses, type RecordedResponse, recordedResponses } from './answers.ts'
import { buildModel } from './build.ts'
import { Check, type Difference, type Kind } from './check.ts'
import { Edit } from './edit.ts'
import type { Type } from './model.ts'
import { printSchema } from './print.ts'
import { readShapes, type Shapes } from './shapes.ts'
import type { Versioned } from './swagger.ts'

export const PAGE = 'docs/schema-findings.md'

/** The headings of the two tables. */
export const TYPES_TABLE = '## Responses that do not match the types'
export const DOCUMENTS_TABLE = '## Responses that do not match the documents'

const WORDS: Readonly<Record<Kind, string>> = {
  unknown: 'unknown',
  early: 'sent by an older Engine',
  ahead: 'newer than the version requested',
  late: 'sent although removed',
  missing: 'missing',
  null: 'null',
  value: 'another value',
  type: 'another type',
  status: 'another status',
}

export interface Finding extends Difference {
  readonly engines: Set<string>
  readonly operations: Set<string>
}

/** What differs, by field and kind, in the order of their names. */
export function findingsOf(shapes: Shapes, responses: readonly RecordedResponse[]): Finding[] {
  const found = new Map<string, Finding>()
  for (const response of responses) {
    for (const difference of differencesOf(shapes, response)) {
      const key = `${difference.field} ${difference.kind}`
      const finding = found.get(key) ?? { ...difference, engines: new Set(), operations: new Set() }
      finding.engines.add(response.engine)
      finding.operations.add(response.id)
      found.set(key, finding)
    }
  }
  return [...found.keys()].sort().map((key) => found.get(key) as Finding)
}

const REFUSAL: Type = { kind: 'name', name: 'ErrorResponse' }

function differencesOf(
  shapes: Shapes,
  { id, status, values, version, newest }: RecordedResponse,
): readonly Difference[] {
  const operation = shapes.operations.get(id)
  if (operation === undefined) return []
  const known = operation.statuses.has(String(status))
  // Every error response has the same body, and its status may come from any layer.
  if (!known && status < 400) return [{ field: id, kind: 'status', arrived: String(status) }]
  const type = operation.json.get(String(status)) ?? (status >= 400 ? REFUSAL : undefined)
  if (type === undefined) {
    if (values.length === 0 || !operation.empty.has(String(status))) return []
    return [{ field: id, kind: 'type', arrived: 'a body' }]
  }
  // An error response of the HTTP layer below the routes is plain text.
  if (values.length === 0) return status >= 400 ? [] : [{ field: id, kind: 'missing', arrived: 'nothing' }]
  return values.flatMap((value) => new Check(shapes, version, newest).value(value, type, id))
}

/** One line of a table; the same for the same difference. */
export function row({ field, kind, arrived, engines, operations }: Finding): string {
  const cells = [
    `\`${field}\``,
    WORDS[kind],
    `\`${arrived}\``,
    [...engines].sort().join(', '),
    [...operations].sort().join(', '),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** A table's rows as they stand on the page. */
export function rowsOf(page: string, heading: string): string[] {
  const start = page.indexOf(`${heading}\n`)
  const end = page.indexOf('\n## ', start + 1)
  const lines = page.slice(start, end < 0 ? undefined : end).split('\n')
  return lines.filter((line) => line.startsWith('| `'))
}

export function printFindings(documents: readonly Versioned[], schema: string): string {
  const shapes = readShapes(schema)
  const responses = [...recordedResponses(), ...capturedResponses(shapes)]
  const uncorrected = readShapes(printSchema(new Edit(buildModel(documents))))
  // Podman's own ways are no findings about Docker's documents
  const docker = responses.filter(({ engine }) => engine.startsWith('docker'))
  return `# The API documents and real Engines

The types of \`fairlead\` are generated from the Engine's API documents, and corrected by hand where responses of real Engines differ. Both tables
come from responses of Docker Engine 20.10.24, 26.1.5 and 28.5.2 (the last one with its own image store and with containerd's) to every GET operation,
with at least one object of each kind (containers, execs, images, volumes, networks, plugins, a swarm with services, tasks, secrets, configs, a registry), and to the
operations that create, change and remove these; and from captures of these Engines and of Podman 4.3 and 5.8. 28.5.2 was the newest Engine
available. Which fields can be null is also checked against the Engine's Go structs of 20.10, 26.1, 28.5 and API 1.56 (\`test/schema/go\`). \`npm run schema -- <folder of API documents>\` writes this page.

"Sent by an older Engine" means: the first document that has the field is newer than the Engine that sent it. In an older API version, an Engine still sends
most newer fields; that is not listed, and does no harm: \`@since\` says from which version on to expect a field.

Not covered: \`GET /images/search\` queries Docker's own index, and \`GET /images/{name}/attestations\` came with API 1.55.

${seen(shapes)}

${TYPES_TABLE}

The remaining differences. A test fails if a response differs in a way that is not in this table.

${table(findingsOf(shapes, responses))}
${DOCUMENTS_TABLE}

Differences between Docker's responses and the documents of 1.25 to 1.56, taken together. The corrections in \`test/schema/corrections\` are for these; each
names its source.

${table(findingsOf(uncorrected, docker))}`
}

/** Which operations succeeded on which recorded Engine. */
function seen(shapes: Shapes): string {
  const engines = new Map<string, Set<string>>()
  for (const { engine, id, status } of recordedResponses()) {
    if (status < 400) engines.set(engine, (engines.get(engine) ?? new Set()).add(id))
  }
  const counts = [...engines].map(([engine, ids]) => `${ids.size} on ${engine}`)
  const captured = capturedResponses(shapes).map(({ id }) => id)
  const all = new Set([...[...engines.values()].flatMap((ids) => [...ids]), ...captured])
  const never = [...shapes.operations.keys()].filter((id) => !all.has(id)).sort()
  return `There are ${shapes.operations.size} operations. Successful responses were recorded: ${counts.join(', ')}.
Never successful, or without a JSON body: ${never.join(', ')}.`
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map(row).map((line) => `${line}\n`)
  return `| field | what | arrived | Engines | operations |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`
}
