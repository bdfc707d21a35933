// The soak's chart: a small panel for each figure over time, with the line through its samples. An SVG written by hand, in the colours
// of bench/page/draw.ts: the soak needs nothing of the bench's manifest.

import type { Sample, Verdict } from './figures.ts'

const COLUMNS = 2
const WIDTH = 880
const PANEL_WIDTH = 420
const PANEL_HEIGHT = 150
const PLOT = { left: 52, right: 10, top: 34, bottom: 22 }
const GAP = 40

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A round number at or above: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= value)!
}

/** Draws every figure from zero on. */
export function drawChart(title: string, samples: readonly Sample[], verdicts: readonly Verdict[]): string {
  const rows = Math.ceil(verdicts.length / COLUMNS)
  const height = rows * PANEL_HEIGHT
  const panels = verdicts.map((verdict, index) => {
    const x = (index % COLUMNS) * (PANEL_WIDTH + GAP)
    const y = Math.floor(index / COLUMNS) * PANEL_HEIGHT
    return `<g transform="translate(${x} ${y})">${panel(samples, verdict, index)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif">
<title>${escaped(title)}</title>
<style>.text{fill:#1f2328}.faint{fill:#59636e}.line{stroke:#d1d9e0}.ours{stroke:#0969da;fill:none}.trend{stroke:#bc7b3a}@media (prefers-color-scheme: dark){.text{fill:#e6edf3}.faint{fill:#9198a1}.line{stroke:#3d444d}.ours{stroke:#4493f8}.trend{stroke:#d2a062}}</style>
${panels.join('\n')}
</svg>
`
}

function panel(samples: readonly Sample[], { figure, mean, rise, flat }: Verdict, index: number): string {
  const most = roundUp(Math.max(...samples.map(({ values }) => values[index]!)) * 1.05)
  const last = samples.at(-1)!.at
  const width = PANEL_WIDTH - PLOT.left - PLOT.right
  const height = PANEL_HEIGHT - PLOT.top - PLOT.bottom
  const x = (at: number) => (PLOT.left + (at / last) * width).toFixed(1)
  const y = (value: number) => (PLOT.top + height - (Math.max(0, value) / most) * height).toFixed(1)
  const unit = figure.unit && `, ${figure.unit}`
  const scale = [0, most / 2, most].map(
    (value) =>
      `<line class="line" x1="${PLOT.left}" x2="${PANEL_WIDTH - PLOT.right}" y1="${y(value)}" y2="${y(value)}"/><text class="faint" font-size="10" text-anchor="end" x="${PLOT.left - 6}" y="${Number(y(value)) + 3}">${value.toLocaleString('en')}</text>`,
  )
  const minutes = [0, last / 2, last].map(
    (at) =>
      `<text class="faint" font-size="10" text-anchor="middle" x="${x(at)}" y="${PANEL_HEIGHT - 6}">${Math.round(at / 60)} min</text>`,
  )
  const points = samples.map(({ at, values }) => `${x(at)},${y(values[index]!)}`).join(' ')
  const digits = (value: number) => value.toFixed(Math.abs(value) < 100 ? 1 : 0)
  const words = `mean ${digits(mean)}, rise ${digits(rise)}${flat ? '' : ': not flat'}`
  return `<text class="text" font-size="13" font-weight="600" x="0" y="12">${escaped(figure.name)}</text><text class="faint" font-size="11" x="0" y="27">${escaped(`${words}${unit}`)}</text>${scale.join('')}${minutes.join('')}<polyline class="ours" stroke-width="1.5" points="${points}"/>`
}
