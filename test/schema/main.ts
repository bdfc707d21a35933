// `npm run schema -- <folder>` writes what is generated from a folder of API documents; `--check` before the folder only says
// whether that is what the files have, and exits with 1 where it is not.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { buildCorrected } from './build.ts'
import { readDocuments } from './documents.ts'
import { PAGE, printFindings } from './findings.ts'
import { printSchema } from './print.ts'
import { printSince } from './print-since.ts'

const check = process.argv.includes('--check')
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? process.env.FAIRLEAD_SPEC

if (folder === undefined) {
  console.error('npm run schema -- [--check] <folder of v1.25.yaml …>, or the folder in FAIRLEAD_SPEC')
  process.exitCode = 2
} else {
  const documents = readDocuments(folder)
  const edit = buildCorrected(documents)
  const schema = printSchema(edit)
  const texts = {
    'src/engine/schema.ts': schema,
    'src/engine/api-version/operations-since.ts': printSince(edit.model),
    [PAGE]: printFindings(documents, schema),
  }
  for (const [file, text] of Object.entries(texts)) {
    const same = existsSync(file) && readFileSync(file, 'utf8') === text
    if (!check) writeFileSync(file, text)
    else if (!same) process.exitCode = 1
    console.log(`${file}: ${same ? 'as it was' : check ? 'stale: npm run schema rewrites it' : 'written'}`)
  }
}
