// docs/schema-findings.md: where real Engines' answers differ from the types, and where they differ from the API documents as
// they stand, which is what test/schema/corrections mends. The first table needs no document; a test holds it to the answers.

import { capturedAnswers, type RecordedAnswer, recordedAnswers } from './answers.ts'
import { buildModel } from './build.ts'
import { Check, type Difference, type Kind } from './check.ts'
import { Edit } from './edit.ts'
import { printSchema } from './print.ts'
import { readShapes, type Shapes } from './shapes.ts'
import type { Versioned } from './swagger.ts'

export const PAGE = 'docs/schema-findings.md'

/** The headings of the two tables. */
export const TYPES_TABLE = '## Answers that do not fit the types'
export const DOCUMENTS_TABLE = '## Answers that do not fit the documents'

const WORDS: Readonly<Record<Kind, string>> = {
  unknown: 'not known',
  early: 'sent by an older Engine',
  ahead: 'newer than the version asked for',
  late: 'sent though it is gone',
  missing: 'missing',
  null: 'null',
  value: 'another value',
  type: 'another type',
}

export interface Finding extends Difference {
  readonly engines: Set<string>
  readonly operations: Set<string>
}

/** What differs, by field and kind, in the order of their names. */
export function findingsOf(shapes: Shapes, answers: readonly RecordedAnswer[]): Finding[] {
  const found = new Map<string, Finding>()
  for (const answer of answers) {
    const type = shapes.operations.get(answer.id)?.json.get(String(answer.status))
    if (type === undefined) continue
    for (const value of answer.values) {
      for (const difference of new Check(shapes, answer.version, answer.newest).value(value, type, answer.id)) {
        const key = `${difference.field} ${difference.kind}`
        const finding = found.get(key) ?? { ...difference, engines: new Set(), operations: new Set() }
        finding.engines.add(answer.engine)
        finding.operations.add(answer.id)
        found.set(key, finding)
      }
    }
  }
  return [...found.keys()].sort().map((key) => found.get(key) as Finding)
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
  const answers = [...recordedAnswers(), ...capturedAnswers(shapes)]
  const uncorrected = readShapes(printSchema(new Edit(buildModel(documents))))
  // Podman's own ways are no findings about Docker's documents
  const docker = answers.filter(({ engine }) => engine.startsWith('docker'))
  return `# The API documents and real Engines

The types of \`fairlead\` are generated from the Engine's API documents and corrected by hand where real Engines answer otherwise. Both tables
come from answers of Docker Engine 20.10.24, 26.1.5 and 28.5.2 to every GET operation, asked with something of each kind there (containers, execs,
images, volumes, networks, plugins, a swarm with a service, tasks, secrets, configs, a registry), and from the captured conversations with these and with
Podman 4.3 and 5.8. 28.5.2 is the newest Engine that was to be had. \`npm run schema -- <folder of API documents>\` writes this page.

"Sent by an older Engine" means: the first document that has the field is newer than the Engine that sent it. An Engine that is asked in an older version than its
own sends most newer fields all the same; that is not listed, and does no harm: \`@since\` says from which version on a field can be expected.

Not looked at: \`GET /images/search\` asks Docker's own index, and \`GET /images/{name}/attestations\` came with API 1.55.

${TYPES_TABLE}

What is left. A test fails when an answer differs in a way that is not in this table.

${table(findingsOf(shapes, answers))}
${DOCUMENTS_TABLE}

What the documents of 1.25 to 1.56, taken together and as they are, say otherwise than Docker does. The corrections in \`test/schema/corrections\` are for these, and
each names its source.

${table(findingsOf(uncorrected, docker))}`
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map(row).map((line) => `${line}\n`)
  return `| field | what | arrived | Engines | operations |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`
}
