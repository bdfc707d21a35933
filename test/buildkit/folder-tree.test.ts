// A folder on disk as a tree, by itself: modes as Go writes them, and no descriptor that a file which was refused leaves behind.

import assert from 'node:assert/strict'
import { chmodSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { folderTree } from '../../src/buildkit/context/folder-tree.ts'
import type { TreeEntry } from '../../src/buildkit/context/tree.ts'
import { MODE } from '../../src/buildkit/proto/messages.ts'
import { folderWith } from './build-kit.ts'

const skip = process.platform === 'linux' ? false : 'modes and /proc are those of Linux'

async function entriesIn(folder: string) {
  const tree = await folderTree(folder)
  const entries: TreeEntry[] = []
  for await (const batch of tree.walk({ ignore: undefined, wants: undefined })) entries.push(...batch)
  return { tree, entries }
}

test('setuid, setgid and sticky are Go’s bits', { skip }, async (t) => {
  const modes = { a: 0o4755, b: 0o2750, c: 0o1644, d: 0o600 }
  const folder = folderWith(t, { a: '', b: '', c: '', d: '' })
  for (const [name, mode] of Object.entries(modes)) chmodSync(path.join(folder, name), mode)
  const { entries } = await entriesIn(folder)
  assert.deepEqual(
    entries.map(({ stat }) => stat.mode),
    [MODE.setuid + 0o755, MODE.setgid + 0o750, MODE.sticky + 0o644, 0o600],
  )
})

test('a file that was put in another’s place is refused, and is not left open', { skip }, async (t) => {
  const folder = folderWith(t, { a: 'one' })
  const { tree, entries } = await entriesIn(folder)
  writeFileSync(path.join(folder, 'b'), 'two')
  renameSync(path.join(folder, 'b'), path.join(folder, 'a'))
  const open = (): number => readdirSync('/proc/self/fd').length
  const before = open()
  for (let n = 0; n < 20; n++) await assert.rejects(tree.open(entries[0]!), { code: 'ERR_LOCAL_FILE' })
  assert.ok(open() < before + 10, `${open()} open, ${before} before`)
})
