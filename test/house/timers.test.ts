// Timers and clocks come from src/net/base/timers.ts, which reads them when it is loaded. A global that is read at the time of a call may
// be a fake one.

import test from 'node:test'
import { assertNone, filesUnder, importsOf, read, withoutComments } from './sources.ts'

/** The files that read the globals. */
const TAKERS = ['src/net/base/timers.ts', 'src/testing/base/waits.ts']
const TIMERS = /(?<![.\w])(?:set|clear)(?:Timeout|Interval|Immediate)\(|(?<![.\w])queueMicrotask\(/g
const CLOCKS =
  /process\.nextTick|process\.hrtime|performance\.(?:now|timeOrigin)|Date\.now|new Date\(\)|AbortSignal\.timeout|globalThis\.set\w+/g

const sources = filesUnder('src', /\.c?ts$/).filter((file) => !TAKERS.includes(file))

test('no timer or clock is read at the time of a call', () => {
  const found = sources.flatMap((file) => {
    // A stream's own setTimeout() is a method.
    const code = withoutComments(read(file)).replace(/^ +(?:override )?setTimeout\(ms: .*\{$/gm, '')
    const taken = new Set(
      [...code.matchAll(/^(?:import|const) \{([^}]*)\}/gm)].flatMap(([, names]) => names!.split(/[\s,]+/)),
    )
    const used = [...code.matchAll(TIMERS)].map(([name]) => name.slice(0, -1)).filter((name) => !taken.has(name))
    const clocks = [...code.matchAll(CLOCKS)].map(([name]) => name)
    return [...new Set([...used, ...clocks])].map((name) => `${file}: ${name}`)
  })
  assertNone(found, 'read at the time of a call: import it from net/base/timers.ts')
})

test('node:timers is imported by these files only', () => {
  assertNone(
    sources.filter((file) => importsOf(read(file)).some((name) => /^node:timers/.test(name))),
    'imports node:timers',
  )
})
