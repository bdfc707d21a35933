// What the rules of .dockerignore take from Go: filepath.Clean, and the white space that strings.TrimSpace removes. Pure. `separator`
// is '/' but for Windows, where '\' separates and escapes nothing.

/** The separator of paths on this system: '/' or '\'. */
export type Separator = '/' | '\\'

/** A path without `.`, `..`, empty parts and a final slash, as Go's filepath.Clean writes it; `.` if nothing is left. Separators become '/'. */
export function cleanPath(path: string, separator: Separator = '/'): string {
  const text = separator === '\\' ? path.replaceAll('\\', '/') : path
  const rooted = text.startsWith('/')
  const parts: string[] = []
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!rooted) parts.push('..')
  }
  return (rooted ? '/' : '') + parts.join('/') || (rooted ? '/' : '.')
}

const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'
const ENDS = new RegExp(`^${SPACE}|${SPACE}$`, 'g')

/** A text without white space at its ends. A byte order mark is none: String.trim() would remove it. */
export function trimSpace(text: string): string {
  return text.replace(ENDS, '')
}
