// The measured process: loads one package, or nothing, and says what that took since the process began.

/** Times in µs since the process began; CPU is of all threads. */
export interface Loaded {
  cpu: number
  wall: number
  /** Modules of Node itself. */
  builtin: number
  rss: number
}

const name = process.argv[2]
if (name) await import(name)
const wall = performance.now() * 1000
const { user, system } = process.cpuUsage()
const { moduleLoadList } = process as unknown as { moduleLoadList: string[] }
const builtin = moduleLoadList.filter((entry) => entry.startsWith('NativeModule')).length
process.stdout.write(JSON.stringify({ cpu: user + system, wall, builtin, rss: process.memoryUsage.rss() }))
