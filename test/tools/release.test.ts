// The release script on a small repository of its own: one version reaches every file, the changelog gets its day, a tag is made, and
// what is not in order stops it before anything is changed.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { root } from '../house/sources.ts'
import { tempDir } from '../support/temp.ts'
import { release } from './release.ts'

const SOURCE = 'src/engine/request/library-version.ts'
const day = '2027-01-02'

function repository(t: TestContext, heading = '## 0.2.0 – unreleased') {
  const folder = tempDir(t)
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  mkdirSync(path.join(folder, path.dirname(SOURCE)), { recursive: true })
  const own = { name: 'fairlead', version: '0.1.0' }
  const packages = { '': own, 'node_modules/other': { version: '0.1.0' } }
  const files = {
    'package.json': `${JSON.stringify({ ...own, engines: {} }, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify({ ...own, packages }, null, 2)}\n`,
    [SOURCE]: "// The version.\nexport const VERSION = '0.1.0'\n",
    'CHANGELOG.md': `# Changelog\n\n${heading}\n\n### Added\n\n## 0.1.0 – 2026-11-30\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  git('init', '--quiet')
  git('config', 'user.name', 'test')
  git('config', 'user.email', 'test@localhost')
  git('config', 'tag.gpgSign', 'false')
  git('config', 'commit.gpgSign', 'false')
  git('add', '.')
  git('commit', '--quiet', '--message', 'first')
  return { folder, git, read, files }
}

test('one version reaches every file, is committed and tagged', (t) => {
  const { folder, git, read } = repository(t)
  const steps = release({ folder, version: '0.2.0', day, isDry: false })
  assert.deepEqual(steps.slice(-2), ['committed', 'tagged v0.2.0'])
  assert.equal(JSON.parse(read('package.json')).version, '0.2.0')
  const lock = JSON.parse(read('package-lock.json'))
  assert.deepEqual(
    [lock.version, lock.packages[''].version, lock.packages['node_modules/other'].version],
    ['0.2.0', '0.2.0', '0.1.0'],
  )
  assert.match(read(SOURCE), /VERSION = '0\.2\.0'/)
  assert.match(read('CHANGELOG.md'), /^## 0\.2\.0 – 2027-01-02$/m)
  assert.match(read('CHANGELOG.md'), /^## 0\.1\.0 – 2026-11-30$/m)
  assert.equal(git('status', '--porcelain'), '')
  assert.equal(git('rev-parse', 'v0.2.0^{commit}'), git('rev-parse', 'HEAD'))
})

test('the version that is set already is only tagged', (t) => {
  const { folder, git } = repository(t)
  const before = git('rev-parse', 'HEAD')
  assert.deepEqual(release({ folder, version: '0.1.0', day, isDry: false }), ['tagged v0.1.0'])
  assert.equal(git('rev-parse', 'HEAD'), before)
})

test('a dry run changes nothing', (t) => {
  const { folder, git, read, files } = repository(t)
  const steps = release({ folder, version: '0.2.0', day, isDry: true })
  assert.equal(steps.length, 6)
  for (const [name, text] of Object.entries(files)) assert.equal(read(name), text)
  assert.equal(git('tag'), '')
})

test('what is not in order stops it before anything is changed', (t) => {
  const { folder, git, read, files } = repository(t)
  const run = (version: string) => release({ folder, version, day, isDry: false })
  assert.throws(() => run('0.3.0'), /CHANGELOG\.md has no section "## 0\.3\.0 – unreleased"/)
  assert.throws(() => run('next'), /next is no version/)
  git('tag', 'v0.2.0')
  assert.throws(() => run('0.2.0'), /the tag v0\.2\.0 is there already/)
  git('tag', '--delete', 'v0.2.0')
  writeFileSync(path.join(folder, 'more'), '')
  assert.throws(() => run('0.2.0'), /not committed:\n\?\? more/)
  for (const [name, text] of Object.entries(files)) assert.equal(read(name), text)
})

test('the package’s address is that of the repository that publishes, and stands in no file', () => {
  const file = (name: string) => readFileSync(path.join(root, name), 'utf8')
  const manifest = JSON.parse(file('package.json'))
  assert.deepEqual([manifest.repository, manifest.homepage, manifest.bugs], [undefined, undefined, undefined])
  const workflow = file('.github/workflows/release.yml')
  const [, set = ''] = /run: (npm pkg set .+)\n/.exec(workflow) ?? []
  const fields = ['repository.url=git+$HOME_URL.git', 'homepage=$HOME_URL#', 'bugs.url=$HOME_URL/']
  for (const field of fields) assert.ok(set.includes(field), field)
  assert.ok(workflow.indexOf('npm pkg set') < workflow.indexOf('npm publish'))
})
