// Panels of figures → one SVG, drawn by echarts without a browser. Each colour stands for a meaning, in its light form;
// a style sheet inside the picture replaces it where the reader's system is dark. The ground stays transparent.
import { init } from 'echarts'

/** Colours by what they mean: light, dark. */
const palette = {
  text: ['#1f2328', '#e6edf3'],
  faint: ['#59636e', '#9198a1'],
  line: ['#d1d9e0', '#3d444d'],
  ours: ['#0969da', '#4493f8'],
  floor: ['#818b98', '#767e89'],
  peer: ['#bc7b3a', '#d2a062'],
} as const

export type Meaning = 'ours' | 'floor' | 'peer'

export const light = (meaning: keyof typeof palette) => palette[meaning][0]

/** Whose figure it is. */
export function meaningOf(client: string): Meaning {
  if (client.includes('fairlead')) return 'ours'
  return /^(floor|bare|writes alone)/.test(client) ? 'floor' : 'peer'
}

export interface Bar {
  label: string
  value: number
  meaning: Meaning
  /** Beside the bar; the value in three digits otherwise. */
  caption: string
}

/** One frame of bars, the least first. */
export interface BarPanel {
  title: string
  unit: string
  /** Where the figures are orders of magnitude apart. */
  log: boolean
  bars: Bar[]
}

export interface Curve {
  label: string
  meaning: Meaning
  /** One for each of the panel's steps; null where there is none. */
  values: (number | null)[]
}

export interface CurvePanel {
  title: string
  unit: string
  steps: string[]
  curves: Curve[]
}

const WIDTH = 880
const COLUMNS = 2
const BAR_HEIGHT = 21
const TITLE_HEIGHT = 44
const GAP = 18
const LABEL_WIDTH = 162
/** Room for the figure beside the longest bar. */
const TOLD_WIDTH = 58
const CURVES_HEIGHT = 230
const FONT = 'system-ui, sans-serif'

export const text = (meaning: keyof typeof palette, fontSize = 12) => ({
  color: light(meaning),
  fontSize,
  fontFamily: FONT,
})

export function finish(description: string, height: number, option: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  chart.setOption({ animation: false, backgroundColor: 'transparent', textStyle: text('text'), ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  const dark = Object.values(palette).map(
    ([from, to]) => `[fill="${from}"]{fill:${to}}[stroke="${from}"]{stroke:${to}}`,
  )
  const style = `<style>@media (prefers-color-scheme: dark){${dark.join('')}}</style>`
  const title = `<title>${description.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`
  return `${svg.replace(/^(<svg[^>]*)>/, `$1 role="img">\n${title}\n${style}`)}\n`
}

/** The power of ten below the least value. */
function decadeBelow(values: readonly number[]): number {
  return 10 ** Math.floor(Math.log10(Math.min(...values.filter((value) => value > 0)) * 0.999))
}

/** Panels in two columns, those of a row as high as their highest. */
export function drawBars(description: string, panels: readonly BarPanel[]): string {
  const width = (WIDTH - GAP * (COLUMNS - 1)) / COLUMNS
  const option = {
    title: [] as object[],
    grid: [] as object[],
    xAxis: [] as object[],
    yAxis: [] as object[],
    series: [] as object[],
  }
  let top = 0
  for (let row = 0; row < panels.length; row += COLUMNS) {
    const inRow = panels.slice(row, row + COLUMNS)
    const height = Math.max(...inRow.map(({ bars }) => bars.length)) * BAR_HEIGHT
    inRow.forEach(({ title, unit, log, bars }, column) => {
      const index = row + column
      const left = column * (width + GAP)
      const values = bars.map(({ value }) => value)
      const style = { ...text('text', 13), fontWeight: 600 }
      option.title.push({
        text: title,
        subtext: unit,
        left,
        top,
        padding: 0,
        itemGap: 3,
        textStyle: style,
        subtextStyle: text('faint', 11),
      })
      option.grid.push({
        left: left + LABEL_WIDTH,
        top: top + TITLE_HEIGHT,
        width: width - LABEL_WIDTH - TOLD_WIDTH,
        height: bars.length * BAR_HEIGHT,
      })
      option.xAxis.push({
        gridIndex: index,
        type: log ? 'log' : 'value',
        show: false,
        ...(log ? { min: decadeBelow(values), startValue: decadeBelow(values) } : { min: 0, max: Math.max(...values) }),
      })
      option.yAxis.push({
        gridIndex: index,
        type: 'category',
        inverse: true,
        data: bars.map(({ label }) => label),
        axisLine: { lineStyle: { color: light('line') } },
        axisTick: { show: false },
        axisLabel: { ...text('text'), interval: 0, width: LABEL_WIDTH - 8, overflow: 'truncate' },
      })
      option.series.push({
        type: 'bar',
        silent: true,
        xAxisIndex: index,
        yAxisIndex: index,
        barWidth: 12,
        data: bars.map(({ value, meaning, caption }) => ({
          value,
          itemStyle: { color: light(meaning) },
          label: { show: true, position: 'right', formatter: caption, ...text('faint', 11) },
        })),
      })
    })
    top += TITLE_HEIGHT + height + GAP
  }
  return finish(description, top, option)
}

/** Curves over the same steps side by side, on one logarithmic scale. */
export function drawCurves(description: string, panels: readonly CurvePanel[]): string {
  const width = (WIDTH - GAP * (panels.length - 1)) / panels.length
  const all = panels.flatMap(({ curves }) => curves.flatMap(({ values }) => values.filter((value) => value !== null)))
  const [min, max] = [decadeBelow(all), 10 ** Math.ceil(Math.log10(Math.max(...all)))]
  const option = {
    title: [] as object[],
    grid: [] as object[],
    xAxis: [] as object[],
    yAxis: [] as object[],
    series: [] as object[],
  }
  panels.forEach(({ title, unit, steps, curves }, index) => {
    const left = index * (width + GAP)
    const style = { ...text('text', 13), fontWeight: 600 }
    option.title.push({
      text: title,
      subtext: unit,
      left,
      top: 0,
      padding: 0,
      itemGap: 3,
      textStyle: style,
      subtextStyle: text('faint', 11),
    })
    option.grid.push({ left: left + 60, top: TITLE_HEIGHT + 8, width: width - 64, height: CURVES_HEIGHT })
    option.xAxis.push({
      gridIndex: index,
      type: 'category',
      data: steps,
      axisLine: { lineStyle: { color: light('line') } },
      axisTick: { show: false },
      axisLabel: { ...text('faint', 10), interval: 0 },
    })
    option.yAxis.push({
      gridIndex: index,
      type: 'log',
      min,
      max,
      splitLine: { lineStyle: { color: light('line') } },
      axisLabel: { ...text('faint', 10), formatter: (value: number) => value.toLocaleString('en') },
    })
    for (const { label, meaning, values } of curves) {
      const color = light(meaning)
      option.series.push({
        type: 'line',
        silent: true,
        name: label,
        xAxisIndex: index,
        yAxisIndex: index,
        data: values,
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { color, width: 2 },
        itemStyle: { color },
        endLabel: { show: false },
        markPoint: undefined,
      })
    }
  })
  const named = panels[0]!.curves
  const height = TITLE_HEIGHT + CURVES_HEIGHT + 64
  const legend = {
    data: named.map(({ label }) => label),
    bottom: 0,
    left: 0,
    icon: 'circle',
    itemGap: 28,
    itemWidth: 10,
    textStyle: text('text'),
  }
  return finish(description, height, { ...option, legend })
}
