// The privileged look for an exec's processes, on a real Engine. A machine that lacks one capability (a container, a sandbox) refuses
// every privileged process: runc cannot give what it does not have. So this file's Engine has a runtime of its own, which takes the
// missing capabilities out of what the Engine wants, and leaves all others: the look then runs with the privileges that it needs.

import assert from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { after, type TestContext } from 'node:test'
import { exec } from '../../../src/containers.ts'
import { connect, type Engine, exec as plainExec } from '../../../src/index.ts'
import { startPrivateEngine } from '../../live/private-engine.ts'
import { eventually } from '../../support/eventually.ts'
import { liveBody, liveEngine } from '../../support/live.ts'
import { variant } from '../../support/soak.ts'
import { tempDir } from '../../support/temp.ts'

const { host, own, skip: without } = liveEngine()
const skip = without || (own ? false : 'the Engine of this run is not the tests’ own')

const engine = connect(without ? 'unix:///nowhere' : host)
after(() => engine.close())

/** Linux' capabilities by number (linux/capability.h), as far as Docker gives them to a privileged process. */
const NAMES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  )

/** The capabilities that no process of this machine can have. */
function missingCapabilities(): string[] {
  if (skip) return []
  const mask = BigInt(`0x${/^CapBnd:\t(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]}`)
  return NAMES.filter((_, bit) => (mask & (1n << BigInt(bit))) === 0n).map((name) => `CAP_${name}`)
}

const missing = missingCapabilities()

/** runc, behind a script that edits what it is given: a container's config.json, or the process of an exec. */
function trimmedRuntime(t: TestContext): string {
  const file = path.join(tempDir(t), 'trimmed')
  const words = missing.map((name) => `s/"${name}",?//g;`).join(' ')
  writeFileSync(
    file,
    `#!/bin/sh
before=
for word in "$@"; do
  case "$before" in
    --bundle) sed -i -E '${words} s/,]/]/g' "$word/config.json";;
    --process) sed -i -E '${words} s/,]/]/g' "$word";;
  esac
  before=$word
done
exec runc "$@"
`,
  )
  chmodSync(file, 0o755)
  return file
}

/** Ends an exec of root, of which one process became another user, left its session, and lost its parent. What is left of it. */
async function leftOf(t: TestContext, engine: Engine): Promise<string[]> {
  const { Id: id } = await engine.post('/containers/create', {
    body: liveBody({ Image: 'busybox:latest', Cmd: ['sh', '-c', 'while :; do sleep 1; done'] }),
  })
  t.after(() => engine.delete('/containers/{id}', { path: { id }, query: { force: true } }).catch(() => undefined))
  await engine.post('/containers/{id}/start', { path: { id } })
  const script = "echo u:x:1000:1000::/:/bin/sh >> /etc/passwd; su u -c 'setsid sleep 777 &'; sleep 778"
  const sleepers = async () => {
    const { Processes } = await engine.get('/containers/{id}/top', { path: { id }, query: { ps_args: '-eo pid,args' } })
    return Processes!.map((row) => row[1]!).filter((args) => /^sleep 77[78]$/.test(args))
  }
  const stop = new AbortController()
  const run = exec(engine, id, ['sh', '-c', script], { signal: stop.signal })
  run.catch(() => {})
  await eventually(async () => assert.deepEqual((await sleepers()).sort(), ['sleep 777', 'sleep 778']))
  stop.abort()
  await assert.rejects(run, { code: 'ERR_ABORTED' })
  return await sleepers()
}

test('with privileges one look finds the processes of every user', { skip: skip || variant }, async (t) => {
  const runtime = trimmedRuntime(t)
  const daemon = await startPrivateEngine(`--add-runtime trimmed=${runtime} --default-runtime trimmed`)
  t.after(() => daemon.stop())
  const looks: unknown[] = []
  const engine = connect({
    host: daemon.host,
    before({ method, path }) {
      if (method === 'POST' && path.endsWith('/exec')) looks.push(path)
    },
  })
  t.after(() => engine.close())
  assert.deepEqual(await leftOf(t, engine), [])
  // The exec itself and one look: no other user had to look.
  assert.equal(looks.length, 2)
})

test('where the machine refuses privileges, root alone does not find what another user left behind', {
  skip: skip || variant || (missing.length === 0 && 'this machine has every capability, so it refuses none'),
}, async (t) => {
  t.diagnostic(`missing here: ${missing.join(', ')}`)
  const { Id: id } = await engine.post('/containers/create', {
    body: liveBody({ Image: 'busybox:latest', Cmd: ['sleep', '1000'] }),
  })
  t.after(() => engine.delete('/containers/{id}', { path: { id }, query: { force: true } }))
  await engine.post('/containers/{id}/start', { path: { id } })
  const refused = await plainExec(engine, id, ['true'], { privileged: true })
  assert.equal(refused.exitCode, 126)
  assert.match(refused.stdout, /unable to apply caps: operation not permitted/)
  assert.deepEqual(await leftOf(t, engine), ['sleep 777'])
})
