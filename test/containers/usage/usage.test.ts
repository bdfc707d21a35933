// usage() over samples: of five engines as they were captured, and of what none of them has here (cgroup v2, Windows), by the formulas
// of `docker stats`.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type Usage, usage } from '../../../src/containers/usage/usage.ts'
import { type Stats, statsOnce } from '../../../src/index.ts'
import { respondWith, scripted } from '../../recipes/support.ts'
import { capture } from '../../support/captures.ts'

const NONE = {
  network: { received: 0, sent: 0 },
  blockIo: { read: 0, written: 0 },
}

/** A sample of a cgroup v2 host, half a CPU of four in one second. */
function sample(changes: Partial<Record<keyof Stats, unknown>> = {}): Stats {
  return {
    read: '2026-11-30T10:00:01Z',
    preread: '2026-11-30T10:00:00Z',
    num_procs: 0,
    pids_stats: { current: 7 },
    storage_stats: {},
    blkio_stats: {
      io_service_bytes_recursive: [
        { major: 8, minor: 0, op: 'read', value: 4096 },
        { major: 8, minor: 16, op: 'read', value: 1000 },
        { major: 8, minor: 0, op: 'write', value: 512 },
        { major: 8, minor: 0, op: 'discard', value: 99 },
      ],
    },
    cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 }, system_cpu_usage: 8_000_000_000, online_cpus: 4 },
    precpu_stats: { cpu_usage: { total_usage: 1_000_000_000 }, system_cpu_usage: 4_000_000_000, online_cpus: 4 },
    memory_stats: { usage: 10_000, limit: 40_000, stats: { inactive_file: 2000, active_file: 3000 } },
    networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 20, tx_bytes: 2 } },
    ...changes,
  } as unknown as Stats
}

test('cgroup v2: half a CPU, memory without inactive file pages, all networks, reads and writes in small letters', () => {
  const expected: Usage = {
    at: Date.parse('2026-11-30T10:00:01Z'),
    cpuPercent: 50,
    memory: { used: 8000, limit: 40_000, percent: 20 },
    network: { received: 30, sent: 3 },
    blockIo: { read: 5096, written: 512 },
    pids: 7,
  }
  assert.deepEqual(usage(sample()), expected)
})

test('cgroup v1: total_inactive_file is taken off, and Read and Write are counted', () => {
  const blkio_stats = {
    io_service_bytes_recursive: [
      { op: 'Read', value: 1 },
      { op: 'Write', value: 2 },
      { op: 'Sync', value: 4 },
      { op: 'Total', value: 8 },
    ],
  }
  const memory_stats = { usage: 10_000, limit: 0, stats: { total_inactive_file: 4000, inactive_file: 1 } }
  const { memory, blockIo } = usage(sample({ memory_stats, blkio_stats }))
  assert.deepEqual(memory, { used: 6000, limit: undefined, percent: 0 })
  assert.deepEqual(blockIo, { read: 1, written: 2 })
})

test('more inactive pages than usage: nothing is taken off', () => {
  const used = (usage_: number, stats: object) => usage(sample({ memory_stats: { usage: usage_, stats } })).memory.used
  assert.equal(used(100, { total_inactive_file: 100 }), 100)
  assert.equal(used(100, { inactive_file: 101 }), 100)
  // As the docker program: the other field is tried then.
  assert.equal(used(100, { total_inactive_file: 200, inactive_file: 40 }), 60)
})

test('CPU: without online_cpus the processors are counted; a counter that did not rise is 0', () => {
  const cpu = (cpu_stats: object) => usage(sample({ cpu_stats })).cpuPercent
  const percpu_usage = [1, 2]
  assert.equal(cpu({ cpu_usage: { total_usage: 2_000_000_000, percpu_usage }, system_cpu_usage: 8_000_000_000 }), 50)
  assert.equal(cpu({ cpu_usage: { total_usage: 900_000_000 }, system_cpu_usage: 8_000_000_000, online_cpus: 4 }), 0)
  assert.equal(cpu({ cpu_usage: { total_usage: 1_500_000_000 }, system_cpu_usage: 4_000_000_000, online_cpus: 4 }), 0)
})

test('CPU without an earlier sample is unknown, and with one given it is known', () => {
  const first = sample({ preread: '0001-01-01T00:00:00Z', precpu_stats: { cpu_usage: { total_usage: 0 } } })
  assert.equal(usage(first).cpuPercent, undefined)
  const cpu_stats = { cpu_usage: { total_usage: 3_500_000_000 }, system_cpu_usage: 16_000_000_000, online_cpus: 4 }
  const second = sample({ read: '2026-11-30T10:00:03Z', preread: '0001-01-01T00:00:00Z', cpu_stats })
  assert.equal(usage(second, first).cpuPercent, 100)
})

test('Windows: CPU of all processors, private working set, storage; no limit, no pids', () => {
  const windows = sample({
    num_procs: 4,
    pids_stats: {},
    memory_stats: { commitbytes: 9, privateworkingset: 12_345 },
    storage_stats: { read_size_bytes: 77, write_size_bytes: 88 },
    // In units of 100 ns: one of four processors for a second.
    cpu_stats: { cpu_usage: { total_usage: 30_000_000 } },
    precpu_stats: { cpu_usage: { total_usage: 20_000_000 } },
  })
  const { at: _, network: __, ...rest } = usage(windows)
  assert.deepEqual(rest, {
    cpuPercent: 25,
    memory: { used: 12_345, limit: undefined, percent: 0 },
    blockIo: { read: 77, written: 88 },
    pids: undefined,
  })
})

test('Podman: CPU by the time that went by, and a first sample that is compared with itself is unknown', () => {
  const podman = (preread: string, total_usage: number) => ({
    preread,
    cpu_stats: { cpu: 1, cpu_usage: { total_usage }, system_cpu_usage: 9e9, online_cpus: 2 },
    precpu_stats: { cpu: 0, cpu_usage: { total_usage: 1_000_000_000 }, system_cpu_usage: 8e9 },
    memory_stats: { usage: 100, limit: 1000 },
  })
  assert.equal(usage(sample(podman('2026-11-30T10:00:00Z', 1_600_000_000))).cpuPercent, 60)
  assert.equal(usage(sample(podman('2026-11-30T10:00:00.998Z', 1_000_000_000))).cpuPercent, undefined)
  assert.deepEqual(usage(sample(podman('2026-11-30T10:00:00Z', 1))).memory, { used: 100, limit: 1000, percent: 10 })
})

const captured: [engine: string, used: number, cpu: number | undefined, pids: number][] = [
  ['docker-20.10', 0, 0, 0],
  ['docker-26.1', 0, 0, 0],
  ['docker-28.5', 3_051_520 - 323_584, (8_550_649 / 2e9) * 200, 2],
  ['podman-4.3', 1_232_896, undefined, 2],
  ['podman-5.8', 2_756_608, undefined, 2],
]
for (const [name, used, cpu, pids] of captured) {
  test(`${name}: a captured sample`, async (t) => {
    const { engine } = await scripted(t, respondWith(capture(name, 'stats-nostream').response))
    const found = usage(await statsOnce(engine, 'x'))
    if (used === 0) {
      // What is not written down here: the sample has all that a table needs.
      assert.ok(found.memory.used > 0 && (found.memory.limit ?? 0) > found.memory.used && (found.pids ?? 0) > 0)
      assert.ok(found.cpuPercent !== undefined && found.cpuPercent >= 0 && found.cpuPercent < 200)
      return
    }
    assert.equal(found.memory.used, used)
    assert.equal(found.memory.limit, 25_276_510_208)
    assert.equal(found.cpuPercent?.toFixed(6), cpu?.toFixed(6))
    assert.equal(found.pids, pids)
    assert.deepEqual({ network: found.network, blockIo: found.blockIo }, NONE)
  })
}

test('a container that does not run: zeros, as `docker stats --all` shows', async (t) => {
  const { engine } = await scripted(t, respondWith(capture('docker-28.5', 'stats-stopped').response))
  assert.deepEqual(usage(await statsOnce(engine, 'x')), {
    at: undefined,
    cpuPercent: 0,
    memory: { used: 0, limit: undefined, percent: 0 },
    ...NONE,
    pids: undefined,
  })
})
