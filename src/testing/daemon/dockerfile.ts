// Parses a Dockerfile as the classic builder does (moby builder/dockerfile): comments, continued lines, instructions. The error
// messages are the builder's.

import { HttpError } from '../base/http-error.ts'

/** One instruction: its word in upper case, the rest of its line, and its line number from 1. */
export interface Instruction {
  readonly word: string
  readonly rest: string
  readonly line: number
}

const WORDS = (
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME ' +
  'WORKDIR'
).split(' ')

/** Parses a Dockerfile. Throws a {@link HttpError} with status 400. */
export function parseDockerfile(text: string, name: string): Instruction[] {
  const found: Instruction[] = []
  let started = 0
  let carried = ''
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    if (carried === '') started = index + 1
    if (line.endsWith('\\')) {
      carried += line.slice(0, -1)
      continue
    }
    found.push(instruction(carried + line, started))
    carried = ''
  }
  if (carried !== '') found.push(instruction(carried, started))
  if (found.length === 0) throw new HttpError(400, `the Dockerfile (${name}) cannot be empty`)
  if (found[0]!.word !== 'FROM' && found[0]!.word !== 'ARG') {
    throw new HttpError(400, `no build stage in current context`)
  }
  return found
}

function instruction(text: string, line: number): Instruction {
  const [, asked = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? []
  const word = asked.toUpperCase()
  if (!WORDS.includes(word)) {
    throw new HttpError(400, `dockerfile parse error line ${line}: unknown instruction: ${word}`)
  }
  if (rest === '')
    throw new HttpError(400, `dockerfile parse error line ${line}: ${word} requires at least one argument`)
  return { word, rest, line }
}

/** Parses the command of CMD or RUN: `["a", "b"]`, or text for the shell. */
export function parseCommand(rest: string): string[] {
  if (rest.startsWith('[')) {
    try {
      return (JSON.parse(rest) as unknown[]).map(String)
    } catch {
      // As in the Engine, text that is not JSON is a command for the shell.
    }
  }
  return ['/bin/sh', '-c', rest]
}

/** Parses the pairs of ENV or LABEL: `a=1 b="2 3"`, or the older form `a 1`. */
export function parsePairs(rest: string): Record<string, string> {
  const pairs: Record<string, string> = {}
  if (!/^[^\s=]+=/.test(rest)) {
    const [, key = rest, value = ''] = /^(\S+)\s+(.*)$/.exec(rest) ?? []
    return { [key]: value }
  }
  for (const [, key, quoted, bare] of rest.matchAll(/([^\s=]+)=(?:"([^"]*)"|(\S*))/g)) pairs[key!] = quoted ?? bare!
  return pairs
}
