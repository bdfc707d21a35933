// The micro suites: all, or those named: `node bench/start.mjs micro demux`.
import { describe, machine, warning } from '../machine.ts'
import { chunked } from './chunked.ts'
import { demux } from './demux.ts'
import { headParser } from './head-parser.ts'

const suites: Record<string, () => void> = { demux, chunked, 'head-parser': headParser }

const given = process.argv.slice(2)
const stranger = given.find((name) => !Object.hasOwn(suites, name))
if (stranger !== undefined) throw new Error(`${stranger} is not one of ${Object.keys(suites).join(', ')}`)
const on = await machine()
console.log(`${describe(on)}\n`)
for (const name of given.length > 0 ? given : Object.keys(suites)) suites[name]!()
const doubt = warning(on)
if (doubt !== undefined) console.log(doubt)
