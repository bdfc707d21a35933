// The pictures of docs/architecture.md and docs/states.md, drawn by echarts from the code: the floors, the way of the bytes, an exchange's
// states. `npm run bench -- pictures` writes them; test/house/pictures.test.ts holds them to the code by the text in them.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finish, light, text } from './draw.ts'
import { floorsOf, statesOf, type Way, way } from './picture-facts.ts'
import { docsFolder } from './results.ts'

const folder = join(docsFolder, '../pictures')

/** Rows of boxes, the highest floor on top. */
function floors(): string {
  const rows = floorsOf()
  const widest = Math.max(...rows.map(({ rooms }) => rooms.length))
  const data = rows.flatMap(({ rooms }, at) =>
    rooms.map((room, column) => ({
      value: [column + (widest - rooms.length) / 2, rows.length - 1 - at, 1],
      name: room,
    })),
  )
  return finish('The floors of src/: a file imports from its own floor or a lower one', 40 + rows.length * 46, {
    grid: { left: 70, right: 10, top: 10, bottom: 10 },
    xAxis: { type: 'value', show: false, min: -0.5, max: widest - 0.5 },
    yAxis: {
      type: 'category',
      data: rows.map(({ floor }) => `floor ${floor}`).reverse(),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: text('text'),
    },
    series: [
      {
        type: 'scatter',
        symbol: 'roundRect',
        symbolSize: [Math.floor(790 / widest) - 2, 30],
        itemStyle: { color: light('line') },
        label: { show: true, formatter: '{b}', ...text('text', 10) },
        data,
      },
    ],
  })
}

/** From the kernel to the caller: one node per part, one link per call. */
function bytes(steps: readonly Way[]): string {
  const names = [...new Set(steps.flatMap(({ from, to }) => [from, to]))]
  return finish('The way of the bytes: from the socket to your code, and back', 330, {
    series: [
      {
        type: 'sankey',
        left: 10,
        right: 130,
        top: 10,
        bottom: 10,
        nodeGap: 26,
        nodeWidth: 12,
        draggable: false,
        label: text('text', 11),
        itemStyle: { color: light('line') },
        lineStyle: { color: 'source', opacity: 0.25 },
        data: names.map((name) => ({ name })),
        links: steps.map(({ from, to }) => ({ source: from, target: to, value: 1 })),
      },
    ],
  })
}

/** A circle of states, an arrow per transition. */
function states(): string {
  const table = statesOf('exchange.ts')
  /** Two arrows between the same states must not lie on each other: one is straight. */
  const curve = (at: number, target: string) => {
    const back = table.findIndex(({ name }) => name === target)
    return { curveness: back < at && table[back]!.to.includes(table[at]!.name) ? 0 : 0.2 }
  }
  return finish('The states of an exchange: what a connection expects next', 420, {
    series: [
      {
        type: 'graph',
        layout: 'circular',
        left: 120,
        right: 120,
        top: 50,
        bottom: 50,
        symbol: 'circle',
        symbolSize: 92,
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 9,
        itemStyle: { color: light('line') },
        lineStyle: { color: light('faint'), curveness: 0.16, width: 1.5 },
        label: { show: true, ...text('text') },
        data: table.map(({ name }) => ({ name })),
        links: table.flatMap(({ name, to }, at) =>
          to.map((target) => ({ source: name, target, lineStyle: curve(at, target) })),
        ),
      },
    ],
  })
}

mkdirSync(folder, { recursive: true })
for (const [name, svg] of Object.entries({ floors: floors(), bytes: bytes(way), states: states() }))
  writeFileSync(join(folder, `${name}.svg`), svg)
console.log('docs/pictures: floors, bytes, states')
