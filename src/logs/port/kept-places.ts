// Which places of a tail's cursor are of no use any more: those of containers and tasks that were removed while they were not followed.
// Asks through what it is given; touches nothing else.

import type { FinderHandler } from './finder.ts'

/**
 * Forgets the places of sources that do not exist. Something may have begun after a list was made, and its place be kept by now: so what a
 * list does not have is looked for in a later one, of all that exists. Where that one fails, nothing is forgotten until the next time.
 * @param id the Engine or the cluster
 * @param listed what a list has, filtered or not
 */
export async function forgetRemoved(
  handler: Pick<FinderHandler, 'kept' | 'onRemoved'>,
  id: string,
  listed: ReadonlySet<string>,
  listAll: () => Promise<Iterable<string>>,
): Promise<void> {
  const unlisted = handler.kept(id).filter((source) => !listed.has(source))
  if (unlisted.length === 0) return
  try {
    const existing = new Set(await listAll())
    for (const source of unlisted) if (!existing.has(source)) handler.onRemoved(`${id}/${source}`)
  } catch {
    // An Engine may refuse, or a proxy before it, to list more than was asked for.
  }
}

/** The sources of an Engine or a cluster among these keys: what stands behind the slash. */
export function sourcesOf(id: string, keys: Iterable<string>): string[] {
  return [...keys].filter((key) => key.startsWith(`${id}/`)).map((key) => key.slice(id.length + 1))
}
