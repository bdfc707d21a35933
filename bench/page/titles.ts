// The parts' titles on the pages, and the Markdown tables of the pages.

/** In the page's order. */
export const titles: Record<string, string> = {
  'log-stream': 'Log stream',
  'beside-go': 'Beside Go',
  followed: 'Followed log',
  requests: 'Requests',
  transfers: 'Uploads and downloads',
  'fan-in': 'Fan-in',
  'slow-consumer': 'Slow consumer',
  endurance: 'Many streams for minutes',
  remote: 'Over the network',
  runtimes: 'Other runtimes',
  start: 'Start',
  'modem-demux': 'demuxStream for dockerode',
  engine: 'A real Engine',
  builds: 'Builds',
  micro: 'Hot modules',
  features: 'Features',
}

/** The parts in the page's order. */
export const order = Object.keys(titles)

const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

/** The first `left` columns are flush left, the others flush right. */
export function markdownTable(heads: readonly string[], lines: readonly (readonly string[])[], left: number): string {
  const rule = heads.map((head, i) => (i < left || head === '' ? '---' : '---:'))
  return [row(heads), row(rule), ...lines.map(row)].join('\n')
}

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

const BEGIN = '<!-- begin: written by `npm run bench -- page` -->'
const END = '<!-- end -->'

/** The text with `body` between its markers. Throws if they are missing. */
export function between(text: string, body: string, page: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${page} has lost its markers`)
  return `${text.slice(0, from)}${BEGIN}\n\n${body}\n\n${text.slice(to)}`
}
