// Reads the Engine's Go sources (a folder api/types) into one line per type: node build/test/schema/go/read.js <folder> <file>.
// A struct: `swarm.Privileges: CredentialSpec *swarm.CredentialSpec; Seccomp *swarm.SeccompOpts omitempty; …`, an embedded one as
// `+swarm.Meta`; another type: `strslice.StrSlice = []string`. Only as much Go as gofmt leaves in those files is understood.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const BUILTIN = /^(bool|string|byte|rune|u?int(8|16|32|64)?|float(32|64)|error|any|interface|struct|map|chan|func)$/

const [folder, file] = process.argv.slice(2)
if (folder === undefined || file === undefined) {
  console.error('node build/test/schema/go/read.js <folder>/api/types test/schema/go/28.5.txt')
  process.exitCode = 2
} else {
  writeFileSync(file, readTypes(folder).join('\n').concat('\n'))
}

/** One line per type, by name. */
function readTypes(folder: string): string[] {
  const lines = new Map<string, string>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.go') || name.endsWith('_test.go') || name.includes('windows')) continue
    const text = readFileSync(path.join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
    const own = /^package (\w+)/m.exec(text)?.[1] as string
    for (const [type, line] of typesIn(text, own)) lines.set(type, line)
  }
  return [...lines.keys()].sort().map((type) => lines.get(type) as string)
}

function typesIn(text: string, own: string): Map<string, string> {
  const found = new Map<string, string>()
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)\/\/.*$/, ''))
  for (let at = 0; at < lines.length; at++) {
    const [, name, alias, rest] =
      /^(?:type |\t(?=[A-Z]\w* struct \{$))(\w+)(?:\[.*\])? (= )?(.+)$/.exec(lines[at] as string) ?? []
    if (name === undefined || rest === undefined) continue
    if (alias === undefined && rest.startsWith('struct')) {
      const fields: string[] = []
      if (!rest.endsWith('}')) at = readFields(lines, at + 1, own, `${own}.${name}`, fields, found)
      found.set(`${own}.${name}`, `${own}.${name}: ${fields.join('; ')}`)
    } else if (!/^(interface|func)/.test(rest)) {
      found.set(`${own}.${name}`, `${own}.${name} = ${qualified(rest.trim(), own)}`)
    }
  }
  return found
}

/** The fields up to the closing brace; a struct inside is a type of its own. @returns the brace's line */
function readFields(
  lines: string[],
  from: number,
  own: string,
  name: string,
  into: string[],
  found: Map<string, string>,
): number {
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] as string).trim()
    if (line.startsWith('}')) return at
    const [, field, before] = /^(\w+)\s+(.*)struct \{$/.exec(line) ?? []
    if (field !== undefined) {
      const inner: string[] = []
      const type = `${name}.${field}`
      at = readFields(lines, at + 1, own, type, inner, found)
      found.set(type, `${type}: ${inner.join('; ')}`)
      push(into, field, `${before ?? ''}${type}`, /`(.*)`/.exec(lines[at] as string)?.[1] ?? '')
      continue
    }
    const [, names, type, tag = ''] = /^([\w, ]*?\w)\s+([^\s`][^`]*?)\s*(?:`(.*)`)?$/.exec(line) ?? []
    if (names !== undefined && type !== undefined) {
      for (const one of names.split(', ')) push(into, one, qualified(type, own), tag)
      continue
    }
    const [, embedded, its = ''] = /^\*?([\w.]+)\s*(?:`(.*)`)?$/.exec(line) ?? []
    if (embedded === undefined) continue
    if (/json:"[^,"]/.test(its)) push(into, embedded, qualified(embedded, own), its)
    else into.push(`+${qualified(embedded, own)}`)
  }
  return lines.length
}

function push(into: string[], field: string, type: string, tag: string): void {
  const [, json = ''] = /json:"([^"]*)"/.exec(tag) ?? []
  const [named, ...options] = json.split(',')
  if (named === '-' || !/^[A-Z]/.test(field)) return
  const left = options.includes('omitempty') || options.includes('omitzero') ? ' omitempty' : ''
  into.push(`${(named || field).trim()} ${type.replaceAll(' ', '')}${left}`)
}

/** Names of the package's own types get its name. */
function qualified(type: string, own: string): string {
  return type.replace(/(?<![\w.])[A-Za-z_]\w*(?![\w.])/g, (name) => (BUILTIN.test(name) ? name : `${own}.${name}`))
}
