// Every TypeScript or JavaScript block of README.md and docs/ compiles with the built package as a reader would compile it: its own
// module, strict, `fairlead` resolved to dist/. Errors have the page's file and line. Names that a block may use without a declaration
// are in `given`.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { routes } from '../../src/testing/routes/routes.ts'
import { assertNone, filesUnder, pages, read, root } from './sources.ts'

/** What a block may use without declaring it: an engine and the name of a container. */
const given = `
declare global {
  const engine: import('fairlead').Engine
  const id: string
}
export {}
`

const required = [
  'README.md',
  'docs/architecture.md',
  'docs/streams.md',
  'docs/supported-http.md',
  'docs/errors.md',
  'docs/limits.md',
]

interface Block {
  page: string
  /** The page's line, from 1, of the block's first line. */
  line: number
  kind: 'ts' | 'js'
  text: string
}

const kinds: Record<string, 'ts' | 'js'> = {
  ts: 'ts',
  typescript: 'ts',
  mts: 'ts',
  js: 'js',
  javascript: 'js',
  mjs: 'js',
}

/** The fenced blocks of a page with code for Node. A fence may be indented in a list. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = []
  const lines = read(page).split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, indent = '', fence, language = ''] = /^( *)(`{3,}|~{3,}) *(\w*)/.exec(lines[at]!) ?? []
    if (fence === undefined) continue
    const first = at + 1
    const isEnd = (line: string) => line.trim().startsWith(fence) && line.trim().replaceAll(fence[0]!, '') === ''
    do at++
    while (at < lines.length && !isEnd(lines[at]!))
    const kind = kinds[language.toLowerCase()]
    const text = lines.slice(first, at).map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), ''))
    if (kind) blocks.push({ page, line: first + 1, kind, text: text.join('\n') })
  }
  return blocks
}

const options = {
  target: 'ES2023',
  lib: ['ES2023', 'ESNext.Disposable'],
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
}

/** Compiles the blocks together; returns the compiler's errors with their places in the pages. */
function compile(blocks: readonly Block[], name: string, libraries: readonly string[] = []): string[] {
  const folder = path.join(root, 'build', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'given.d.ts'), given)
  // The text begins in the file's first line, so that the block's own offset gives the page's line.
  blocks.forEach((block, index) => {
    writeFileSync(path.join(folder, `block-${index}.${block.kind}`), `${block.text}\nexport {}\n`)
  })
  const compilerOptions = { ...options, lib: [...options.lib, ...libraries] }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', path.join(folder, 'tsconfig.json'), '--pretty', 'false']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder })
  const complaints = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line.replace(/^block-(\d+)\.[tj]s\((\d+),(\d+)\)/, (_, index, at, column) => {
        const block = blocks[Number(index)]!
        return `${block.page}:${block.line + Number(at) - 1}:${column}`
      }),
    )
  if (status !== 0 && complaints.length === 0) complaints.push(`tsc ended with ${status}`)
  return complaints
}

test('the required pages exist', () => {
  const all = pages()
  assertNone(
    required.filter((page) => !all.includes(page)),
    'missing',
  )
  read('README.md')
})

test('every code block compiles against the built package, with the types of the DOM and without', () => {
  const blocks = pages().flatMap(blocksOf)
  assert.ok(blocks.length > 0, 'there is at least one block')
  assertNone(compile(blocks, 'docs-blocks'), 'the compiler says')
  assertNone(
    compile(blocks, 'docs-blocks-dom', ['DOM', 'DOM.Iterable', 'DOM.AsyncIterable']),
    'with the DOM, the compiler says',
  )
})

test('bytes from fairlead fit the platform’s functions, with the types of the DOM and without', () => {
  const text = read('test/consumer/bytes.ts')
  const block: Block = { page: 'test/consumer/bytes.ts', line: 1, kind: 'ts', text }
  for (const libraries of [[], ['DOM']]) assertNone(compile([block], 'docs-bytes', libraries), 'the compiler says')
})

test('a block that does not compile is reported with its page and line', () => {
  const block: Block = { page: 'docs/x.md', line: 7, kind: 'ts', text: 'const a = 1\nconst b: string = a' }
  const complaints = compile([block], 'docs-blocks-trial').filter((line) => !line.startsWith('given.d.ts'))
  assert.equal(complaints.length, 1, complaints.join('\n'))
  assert.match(complaints[0]!, /^docs\/x\.md:8:7: error TS2322/)
})

/** Pages that are generated, or held name by name to the code, where one page is quicker to search than several. */
const LONG = ['docs/api.md', 'docs/comparison.md', 'docs/errors.md']
const PAGE_LINES = 300
const README_LINES = 120

test('a page says in its first sentence for whom it is, and is not long', () => {
  const own = pages().filter((page) => /^docs\/[^/]+\.md$/.test(page))
  assertNone(
    own.filter((page) => !/^# .+\n\nFor [^\n]+/.test(read(page))),
    'do not begin with "For …"',
  )
  const lines = (page: string) => read(page).trimEnd().split('\n').length
  assertNone(
    own.filter((page) => !LONG.includes(page) && lines(page) > PAGE_LINES),
    `have more than ${PAGE_LINES} lines`,
  )
  assert.ok(lines('README.md') <= README_LINES)
})

test('docs/README.md leads to every page, and the cookbook to every program', () => {
  const map = read('docs/README.md')
  const own = pages().filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md')
  assertNone(
    own.filter((page) => !map.includes(`](${page.slice('docs/'.length)}`)),
    'not in docs/README.md',
  )
  const cookbook = read('docs/cookbook.md')
  const programs = filesUnder('docs/examples', /^docs\/examples\/[^/]+\.ts$/)
  assertNone(
    programs.filter((file) => !cookbook.includes(`](${file.slice('docs/'.length)})`)),
    'not in docs/cookbook.md',
  )
})

test('each program of the cookbook is started, or imported, by a test', () => {
  const tests = ['test/examples', 'test/live', 'test/contract']
    .flatMap((folder) => filesUnder(folder, /\.ts$/))
    .map(read)
  const linked = [...read('docs/cookbook.md').matchAll(/\]\(examples\/([\w/-]+)\.ts\)/g)].map(([, name = '']) => name)
  assert.ok(linked.length >= 24, `${linked.length} programs`)
  // A module has no end of its own to watch for: it is run by the programs that import it.
  const imported = filesUnder('docs/examples', /\.ts$/).map(read).join('\n')
  const isRun = (name: string) => {
    const started = new RegExp(`\\b(?:play|start|fileOf)\\([^'\\n]*'${name}'|docs/examples/${name}\\.[jt]s`)
    return tests.some((text) => started.test(text)) || imported.includes(`from './${name}.ts'`)
  }
  assert.equal(isRun('nothing'), false)
  assertNone(
    linked.filter((name) => !isRun(name)),
    'run by no test',
  )
})

test('docs/testing.md lists every route of the embedded engine, and no other', () => {
  const [, table = ''] = /^## What it has\n([\s\S]*?)^## /m.exec(read('docs/testing.md')) ?? []
  const listed = [...table.matchAll(/`((?:GET|HEAD|POST|PUT|DELETE) \/[^`]*|[a-z]+)`/g)].map(([, name = '']) => name)
  // A word stands for what is under a container's name.
  const wordOf = (method: string, pattern: string) => {
    const word = /^\/containers\/\{name\}\/([a-z]+)$/.exec(pattern)?.[1]
    return word === undefined || word === 'json' || word === 'exec' ? `${method} ${pattern}` : word
  }
  const served = routes
    .filter(({ method }) => method !== 'OPTIONS')
    .map(({ method, pattern }) => wordOf(method, pattern))
  assertNone(
    [...new Set(served)].filter((name) => !listed.includes(name)),
    'not in docs/testing.md',
  )
  assertNone(
    listed.filter((name) => !served.includes(name)),
    'not served',
  )
})

test('every link within the pages has a target', () => {
  const all = new Map(pages().map((page) => [page, read(page)]))
  const dead: string[] = []
  for (const [page, text] of all) {
    for (const [, target = ''] of text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [file, anchor] = target.split('#') as [string, string | undefined]
      const place = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
      try {
        const body = all.get(place) ?? (file.endsWith('/') ? '' : read(place))
        if (anchor && !anchors(body).has(anchor)) dead.push(`${page}: ${target} (no such heading)`)
      } catch {
        dead.push(`${page}: ${target}`)
      }
    }
  }
  assertNone(dead, 'links')
})

/** The anchors that GitHub gives a page's headings. */
function anchors(text: string): Set<string> {
  const headings = [...text.matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1]!)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  )
}
