// `npm run schema -- <folder>` writes what is generated from a folder of API documents; `--check` before the folder only says
// whether that is what the files have, and exits with 1 where it is not.

import { readFileSync, writeFileSync } from 'node:fs'
import { buildCorrected } from './build.ts'
import { readDocuments } from './documents.ts'
import { printSchema } from './print.ts'

const check = process.argv.includes('--check')
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? process.env.FAIRLEAD_SPEC

if (folder === undefined) {
  console.error('npm run schema -- [--check] <folder of v1.25.yaml …>, or the folder in FAIRLEAD_SPEC')
  process.exitCode = 2
} else {
  const edit = buildCorrected(readDocuments(folder))
  for (const [file, text] of Object.entries({ 'src/engine/schema.ts': printSchema(edit) })) {
    const same = readFileSync(file, 'utf8') === text
    if (!check) writeFileSync(file, text)
    else if (!same) process.exitCode = 1
    console.log(`${file}: ${same ? 'as it was' : check ? 'stale: npm run schema rewrites it' : 'written'}`)
  }
}
