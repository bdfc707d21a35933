// The folder of API documents, as the Engine's project publishes them: v1.25.yaml, v1.26.yaml … Documents of before 1.39
// have quoted texts that go on in lines indented less than YAML allows; those lines are indented before the parser sees them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { Document, Versioned } from './swagger.ts'

const FILE_NAME = /^v(\d+\.\d+)\.ya?ml$/
/** `key: "text` that does not end on its line. */
const OPEN_TEXT = /^(\s*(?:- )?)[\w-]+: "((?:[^"\\]|\\.)*)$/

/**
 * Every document of a folder, oldest first.
 * @throws an Error that names the file where one cannot be read as YAML, or where there is none.
 */
export function readDocuments(folder: string): Versioned[] {
  const documents: Versioned[] = []
  for (const name of readdirSync(folder)) {
    const version = FILE_NAME.exec(name)?.[1]
    if (version !== undefined) documents.push({ version, document: readDocument(join(folder, name)) })
  }
  if (documents.length === 0) throw new Error(`${folder} has no API document: files named v1.41.yaml and the like`)
  return documents.sort((a, b) => byVersion(a.version, b.version))
}

/** Numbers compare as numbers: 1.9 is before 1.10. */
export function byVersion(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  return left[0]! - right[0]! || left[1]! - right[1]!
}

function readDocument(file: string): Document {
  const parsed = parseDocument(indented(readFileSync(file, 'utf8')), { merge: true, uniqueKeys: false })
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`)
  return parsed.toJS({ maxAliasCount: -1 }) as Document
}

/** Continuation lines of a quoted text get more than their key's indentation; white space there means nothing. */
function indented(text: string): string {
  let open: string | undefined
  const lines = text.split('\n').map((line) => {
    if (open !== undefined) {
      const padding = open
      if (/(?<!\\)"\s*$/.test(line)) open = undefined
      return padding + line.trim()
    }
    const start = OPEN_TEXT.exec(line)
    if (start) open = ' '.repeat((start[1] as string).length + 2)
    return line
  })
  return lines.join('\n')
}
