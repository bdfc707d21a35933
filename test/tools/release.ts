// Makes a release: `npm run release -- 0.2.0`, or without a version that of package.json. The version is given here alone: it goes into
// package.json, its lock file and VERSION of the sources, and the changelog's heading gets the day. Then a commit and a tag; pushing the
// tag publishes, with provenance (.github/workflows/release.yml). `--dry-run` changes nothing and tries `npm publish --dry-run`.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../house/sources.ts'

const VERSION_FILE = 'src/engine/request/library-version.ts'
const FORM = /^\d+\.\d+\.\d+(-[\w.]+)?$/

/** Where and what to release. */
export interface Release {
  folder: string
  version: string
  /** The day, as 2026-11-30. */
  day: string
  isDry: boolean
}

/** The changed files by their names. Throws if the changelog has no section of the version. */
export function changedFiles({ folder, version, day }: Release): Map<string, string> {
  if (!FORM.test(version)) throw new Error(`${version} is no version: expected the form 1.2.3`)
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  const changes = new Map<string, string>()
  for (const name of ['package.json', 'package-lock.json']) {
    // The first is the package's own; a lock file has it twice, and then its dependencies'.
    let left = name === 'package.json' ? 1 : 2
    changes.set(
      name,
      read(name).replace(/^( {2}| {6})"version": "[^"]+"/gm, (found, indent) =>
        left-- > 0 ? `${indent}"version": "${version}"` : found,
      ),
    )
  }
  changes.set(VERSION_FILE, read(VERSION_FILE).replace(/VERSION = '[^']+'/, `VERSION = '${version}'`))
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')} – (unreleased|\\d{4}-\\d\\d-\\d\\d)$`, 'm')
  const changelog = read('CHANGELOG.md')
  if (!heading.test(changelog)) throw new Error(`CHANGELOG.md has no section "## ${version} – unreleased"`)
  changes.set(
    'CHANGELOG.md',
    changelog.replace(heading, (found, was) => found.replace(was, was === 'unreleased' ? day : was)),
  )
  for (const [name, text] of changes) {
    if (name !== 'CHANGELOG.md' && !text.includes(version)) throw new Error(`${name} has no version to set`)
    if (text === read(name)) changes.delete(name)
  }
  return changes
}

/** Makes the release in a git folder: files, commit and tag. Returns what was done, or would be, line by line. */
export function release(plan: Release): string[] {
  const { folder, version, isDry } = plan
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  const tag = `v${version}`
  if (git('tag', '--list', tag) !== '') throw new Error(`the tag ${tag} is there already: choose another version`)
  const dirty = git('status', '--porcelain')
  if (dirty !== '' && !isDry) throw new Error(`there are changes that are not committed:\n${dirty}`)
  const changes = changedFiles(plan)
  const steps = [...changes.keys()].map((name) => `set in ${name}`)
  if (!isDry) {
    for (const [name, text] of changes) writeFileSync(path.join(folder, name), text)
    if (changes.size > 0) git('commit', '--quiet', '--message', `Version ${version}`, '--', ...changes.keys())
    git('tag', '--annotate', tag, '--message', `Version ${version}`)
  }
  return [...steps, ...(changes.size > 0 ? ['committed'] : []), `tagged ${tag}`]
}

function main(): void {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const isDry = values['dry-run']
  const present = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version
  const version = positionals[0] ?? present
  const day = new Date().toISOString().slice(0, 10)
  const steps = release({ folder: root, version, day, isDry })
  for (const step of steps) console.log(`${isDry ? 'would have ' : ''}${step}`)
  if (!isDry) return console.log(`now: git push --follow-tags; the workflow "Release" publishes ${version}`)
  execFileSync(process.execPath, [path.join(import.meta.dirname, 'package.js')], { stdio: 'inherit' })
  execFileSync('npm', ['publish', '--dry-run', '--ignore-scripts', '--access', 'public'], {
    cwd: root,
    stdio: 'inherit',
  })
}

if (process.argv[1] === import.meta.filename) {
  try {
    main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
