// The lines of a .dockerignore file as patterns, by the rules of moby/patternmatcher's ignorefile: byte order mark, comments, white
// space, `!`, cleaning. Pure. A pattern begins with `!` if it brings back what an earlier one left out.

import { FairleadError } from '../../error.ts'
import { cleanPath, type Separator, trimSpace } from '../base/go-path.ts'

/** The longest line of an ignore file, in bytes: the limit of Go's Scanner. */
export const MAX_IGNORE_LINE_BYTES = 65_535

/**
 * The patterns of an ignore file, in order.
 * @param name the file's name, for errors
 * @throws FairleadError ERR_IGNORE for a line of more than {@link MAX_IGNORE_LINE_BYTES}
 */
export function parseIgnoreFile(text: string, name: string, separator: Separator = '/'): string[] {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  const patterns: string[] = []
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_IGNORE_LINE_BYTES / 4 && Buffer.byteLength(line) > MAX_IGNORE_LINE_BYTES) {
      throw new FairleadError(
        'ERR_IGNORE',
        `${name}, line ${index + 1}: the line is too long: expected at most ${MAX_IGNORE_LINE_BYTES} bytes`,
        { blame: 'caller' },
      )
    }
    const pattern = line.startsWith('#') ? undefined : patternOfLine(line, separator)
    if (pattern !== undefined) patterns.push(pattern)
  }
  return patterns
}

/** One line as a pattern; undefined if it holds none. */
export function patternOfLine(line: string, separator: Separator = '/'): string | undefined {
  const text = trimSpace(line)
  if (text === '') return undefined
  const inverted = text.startsWith('!')
  let path = inverted ? trimSpace(text.slice(1)) : text
  if (path !== '') {
    path = cleanPath(path, separator)
    if (path.length > 1 && path.startsWith('/')) path = path.slice(1)
  }
  return (inverted ? '!' : '') + path
}
