// The folder of the current entry, held open together with the last ones above it: entries come folder by folder, so most find theirs
// open. Handles are few, however deep the tree.

import { hasCode } from '../base/local-error.ts'
import { shownName } from '../base/names.ts'
import { invalidArchive } from '../tar/tar-error.ts'
import type { HeldFolder } from './held-folder.ts'

/** How many folders are held open besides the first: the current one and those above it. */
const HELD = 16
/** The mode of a folder that no entry of the archive describes. */
const IMPLIED_MODE = 0o755

interface Level {
  readonly name: string
  folder: HeldFolder | undefined
}

/** Goes from folder to folder below a first one. */
export class FolderPath {
  readonly #root: HeldFolder
  #levels: Level[] = []

  constructor(root: HeldFolder) {
    this.#root = root
  }

  /**
   * The folder at `parts`, opened.
   * @param make makes the folders that are missing
   * @throws FairleadError ERR_ARCHIVE when one of them is a symlink or no folder; the system's error otherwise
   */
  async go(parts: readonly string[], make: boolean): Promise<HeldFolder> {
    let same = 0
    while (same < parts.length && this.#levels[same]?.name === parts[same]) same++
    // The deepest folder on the way that is open still.
    while (same > 0 && this.#levels[same - 1]!.folder === undefined) same--
    for (const { folder } of this.#levels.slice(same)) await folder?.close()
    this.#levels = this.#levels.slice(0, same)
    for (let depth = same; depth < parts.length; depth++) {
      const above = depth === 0 ? this.#root : this.#levels[depth - 1]!.folder!
      this.#levels.push({ name: parts[depth]!, folder: await enter(above, parts, depth, make) })
      await this.#closeAt(depth - HELD)
    }
    return this.#levels.at(-1)?.folder ?? this.#root
  }

  /** Closes a folder, so that it is opened anew: another thing may have taken its place. */
  async close(): Promise<void> {
    for (const { folder } of this.#levels) await folder?.close()
    this.#levels = []
  }

  async #closeAt(depth: number): Promise<void> {
    const level = this.#levels[depth]
    if (level?.folder === undefined) return
    await level.folder.close()
    level.folder = undefined
  }
}

async function enter(above: HeldFolder, parts: readonly string[], depth: number, make: boolean): Promise<HeldFolder> {
  const name = parts[depth]!
  try {
    return await above.enter(name)
  } catch (error) {
    if (make && hasCode(error, 'ENOENT')) {
      await above.make(name, IMPLIED_MODE)
      return enter(above, parts, depth, false)
    }
    if (!hasCode(error, 'ENOTDIR', 'ELOOP')) throw error
    const where = shownName(parts.slice(0, depth + 1).join('/'))
    throw invalidArchive(`an entry leads through '${where}', which is a symlink or no folder`)
  }
}
