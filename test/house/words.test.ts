// Plain English in the comments and strings of src/ and in the pages. Each rule is a search, which may
// find nothing. exceptions.ts has the phrases that are correct as they are.

import assert from 'node:assert/strict'
import test from 'node:test'
import { exceptions } from './exceptions.ts'
import { assertNone, filesUnder, pages, read } from './sources.ts'

const rules: Readonly<Record<string, RegExp>> = {
  'told, tells, hears: reports, returns, receives': /\b(?:told|tells?|hears?|heard)\b/gi,
  'asker, hearer: handler, listener': /\b(?:askers?|hearers?)\b/gi,
  'whoever, whatever, nobody, somebody: caller, peer, consumer': /\b(?:whoever|whatever|nobody|somebody)\b/gi,
  'a sentence that starts with Of': /(?:^|[.:;!?] +|\/\/ +|\* +)Of [a-z]/gm,
  'a X a Y, one a Y: per': rate(),
  'Xs a Y: per': unitRate(),
  'at hand, set aside: in memory, allocated': /\b(?:at hand|sets? aside)\b/gi,
  'the file’s head: say it here': /\bSee the file['’]s head\b/gi,
}

/** "a view a range", "one a chunk", "256 fields a head"; a small word between the two makes it something else ("one of a pair"). */
function rate(): RegExp {
  const small =
    'at|of|in|as|is|on|by|to|for|from|with|without|where|when|while|that|which|and|or|but|not|like|into|over|than|has|if|gets|wants'
  return new RegExp(
    `(?<!(?:Engine|Docker|Podman|API) |[\\d.])\\b(?:an?|one|two|three|\\d(?:[\\d,.]*\\d)?(?: [KMG]i?B)?) (?!(?:${small})\\b)(?:[\\w-]+ )?an? [\\w-]+`,
    'gi',
  )
}

/** "bytes a push", "allocation a read": a counted noun and a unit without a number before them. Nouns that are verbs too are left out. */
function unitRate(): RegExp {
  const counted =
    'bytes|ms|milliseconds|microseconds|[KMG]i?B|allocations?|class(?:es)?|views|events?|objects?|samples?|fields|frames|promises?|' +
    'closures?|turns|channels|chunks|sockets|connections|timers?|listeners?|descriptors|round trips?'
  const unit =
    'read|push|chunk|call|request|connection|frame|range|record|line|stream|file|turn|second|minute|loop|kind|head|ping|' +
    'pipe|folder|response|message|test|write'
  return new RegExp(`(?<!\\b(?:to|an?|the|its|each) )\\b(?:${counted}) an? (?:${unit})\\b`, 'gi')
}

/** Generated from the API documents, in their words. */
const GENERATED = ['src/engine/schema.ts']

/** A text's comments and strings as lines with their numbers; everything else is left out. */
export function proseOf(code: string): { line: number; text: string }[] {
  const parts = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g
  const found: { line: number; text: string }[] = []
  for (const { 0: part, index } of code.matchAll(parts)) {
    const first = code.slice(0, index).split('\n').length
    for (const [at, text] of part.split('\n').entries())
      found.push({ line: first + at, text: text.replace(/^\s+/, '') })
  }
  return found
}

/** A page's lines without its code: fenced blocks and `inline` code are blanked, links are their text. */
export function proseOfPage(page: string): { line: number; text: string }[] {
  const text = page
    .replace(/^( *)```[\s\S]*?^\1```/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, '``')
    .replace(/\]\([^)\n]*\)/g, ']')
  return text.split('\n').map((line, at) => ({ line: at + 1, text: line }))
}

function offencesOf(file: string, rule: RegExp): string[] {
  const prose = file.endsWith('.md') ? proseOfPage(read(file)) : proseOf(read(file))
  return prose.flatMap(({ line, text }) =>
    [...text.matchAll(rule)]
      .filter(
        (match) => !exceptions.phrases.some((phrase) => text.includes(phrase) && phrase.includes(match[0].trim())),
      )
      .map((match) => `${file}:${line}: ${match[0].trim()}`),
  )
}

const files = [...filesUnder('src', /\.c?ts$/).filter((file) => !GENERATED.includes(file)), ...pages()]

for (const [name, rule] of Object.entries(rules)) {
  test(`plain English: ${name}`, () => {
    assertNone(
      files.flatMap((file) => offencesOf(file, rule)),
      name,
    )
  })
}

test('the rules find what they are for, and code is no prose', () => {
  const hits = (text: string) => Object.values(rules).map((rule) => [...text.matchAll(rule)].length)
  assert.deepEqual(hits('// Of the one told, whoever hears. See the file’s head.'), [2, 0, 1, 1, 0, 0, 0, 1])
  assert.deepEqual(hits('one a chunk, a view a range, 5 a second, an asker'), [0, 1, 0, 0, 3, 0, 0, 0])
  assert.deepEqual(hits('a lot of work, kind of a list, 64 at a time, one of a pair'), [0, 0, 0, 0, 0, 0, 0, 0])
  assert.deepEqual(hits('bytes a push, allocation a read, it is at hand and set aside'), [0, 0, 0, 0, 0, 2, 2, 0])
  assert.deepEqual(hits('gives the class a kind, writes a chunk, bytes of a read'), [0, 0, 0, 0, 0, 0, 0, 0])
  const code = "const told = 1 // told\nfoo('tell', `x\ny`)\n/** a\n * b */"
  assert.deepEqual(
    proseOf(code).map(({ line, text }) => `${line} ${text}`),
    ['1 // told', "2 'tell'", '2 `x', '3 y`', '4 /** a', '5 * b */'],
  )
  const page = proseOfPage('told `told` [x](told)\n```ts\ntold\n```\nend')
  assert.deepEqual(
    page.map(({ text }) => text),
    ['told `` [x]', '', '', '', 'end'],
  )
})
