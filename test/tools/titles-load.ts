// Loads one test file under the recorder and prints its titles between two NUL bytes: part of titles.ts. It ends the process even if the
// file has opened something.

import { writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { titles } from './titles-stub.ts'

await import(pathToFileURL(process.argv[2]!).href)
const bytes = Buffer.from(`\0${JSON.stringify(titles)}\0`)
// A pipe may accept only a part at once.
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
process.exit(0)
