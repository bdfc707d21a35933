// The Go program (go/reader.go), on Docker's own client and stdcopy: built with Debian's golang-go against its
// golang-github-docker-docker-dev, once, into build/go. Without these it is skipped, and the reason is reported.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

// From bench/build.
const here = fileURLToPath(new URL('..', import.meta.url))
const source = `${here}go/reader.go`
const program = `${here}build/go/reader`
/** Where Debian installs the sources of Go packages. */
const SOURCES = '/usr/share/gocode'
const DOCKER = `${SOURCES}/src/github.com/docker/docker`
/** A program that takes longer (ms) hangs. */
const LIMIT = 300_000

const environment = {
  ...process.env,
  GOPATH: SOURCES,
  GO111MODULE: 'off',
  GOFLAGS: '',
  GOCACHE: `${here}build/go-cache`,
}

function build(): string | undefined {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return 'no go here (golang-go)'
  if (!existsSync(`${DOCKER}/client`)) return `no Docker client in ${SOURCES} (golang-github-docker-docker-dev)`
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return undefined
  console.error('bench: building the Go program')
  const args = ['build', '-o', program, source]
  const { status, stderr } = spawnSync('go', args, { cwd: here, env: environment, encoding: 'utf8' })
  return status === 0 ? undefined : `go build failed: ${stderr.trim().split('\n').at(-1)}`
}

/** Builds the program unless it is built. Its version, or why it cannot be measured here. */
export function goProgram(): { version: string } | { why: string } {
  const why = build()
  if (why !== undefined) return { why }
  const go = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).stdout.trim()
  const { stdout } = spawnSync('dpkg-query', ['-W', 'golang-github-docker-docker-dev'], { encoding: 'utf8' })
  // The package's name, a tab, its version.
  const docker = stdout?.split('\t')[1]?.split('+')[0]
  return { version: `${docker ?? versionIn(DOCKER)} (${go})` }
}

function versionIn(folder: string): string {
  const found = /DefaultVersion\s*=\s*"([^"]+)"/.exec(readFileSync(`${folder}/api/common.go`, 'utf8'))
  return `API ${found?.[1] ?? 'unknown'}`
}

/** Runs it with a task and gives the JSON that it prints. */
export async function runGo<T>(mode: 'stream' | 'engine', task: object): Promise<T> {
  const child = spawn(program, [mode, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT })
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (status !== 0) throw new Error(`it ended with ${status}: ${err.trim().split('\n').at(-1)}`)
  return JSON.parse(out) as T
}
