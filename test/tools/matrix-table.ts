// The table of `npm run matrix`: a row per Engine and Node, a column per part of the live contract, and below it why a cell is not green.

import type { ReportedFile } from './runner.ts'

/** One Engine with one Node. */
export interface Row {
  engine: string
  node: string
  files: ReportedFile[]
  /** Why it was not tried. */
  skipped?: string
  /** Why there is no result. */
  problem?: string
}

/** A column: which test files belong to it. The first that matches counts. */
const COLUMNS: readonly (readonly [name: string, files: RegExp])[] = [
  ['TLS', /live\/tls/],
  ['ssh', /live\/ssh/],
  ['contract', /live\/contract|recipes\/contract/],
  ['logs', /\/logs\//],
  ['tunnels', /tunnel/],
  ['operations', /schema\/|api-version/],
  ['modem', /adapters\/modem/],
  ['recipes', /recipes\/|archive\//],
  ['containers', /containers\//],
  ['builds', /buildkit\//],
  ['others', /./],
]

/** The table in Markdown, with a list of what failed. */
export function table(rows: readonly Row[]): string {
  const used = COLUMNS.filter(([name]) => rows.some(({ files }) => files.some(({ file }) => columnOf(file) === name)))
  const lines = [
    `| Engine | Node | ${used.map(([name]) => name).join(' | ')} |`,
    `|---|---|${'---|'.repeat(used.length)}`,
  ]
  const reasons: string[] = []
  for (const row of rows) {
    const { engine, node, files, skipped, problem } = row
    const why = problem ?? (skipped === undefined ? undefined : `skipped: ${skipped}`)
    const cells = used.map(([name]) => (why === undefined ? cell(files, name) : '–'))
    lines.push(`| ${engine} | ${node} | ${cells.join(' | ')} |`)
    if (why !== undefined) reasons.push(`${engine}, Node ${node}: ${why}`)
    for (const file of files) {
      for (const reason of file.reasons) reasons.push(`${engine}, Node ${node}, ${file.file} › ${reason}`)
      for (const { name, reason } of file.skipped) reasons.push(`${engine}, Node ${node}, skipped: ${name}: ${reason}`)
    }
  }
  const list = reasons.length === 0 ? '' : `\n${reasons.map((reason) => `- ${reason}`).join('\n')}\n`
  return `${lines.join('\n')}\n${list}`
}

function columnOf(file: string): string {
  return COLUMNS.find(([, files]) => files.test(file))?.[0] ?? ''
}

/** `12`, `11, 1 failed`, `–` where nothing ran. */
function cell(files: readonly ReportedFile[], name: string): string {
  const own = files.filter(({ file }) => columnOf(file) === name)
  const passed = own.reduce((sum, file) => sum + file.passed, 0)
  const failed = own.reduce((sum, { failed, reasons }) => sum + Math.max(failed, reasons.length), 0)
  const skipped = own.reduce((sum, file) => sum + file.skipped.length, 0)
  if (passed + failed + skipped === 0) return '–'
  return [String(passed), failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`]
    .filter(Boolean)
    .join(', ')
}
