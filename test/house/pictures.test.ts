// docs/pictures ⇔ the code: each picture has the names that the code has, and no other, and each step of the bytes stands in its source.
// They are drawn by `npm run bench -- pictures`, whose packages this test does not need.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { floorsOf, foldersOf, statesOf, way } from '../../bench/page/picture-facts.ts'
import { read, root } from './sources.ts'

/** The texts of a picture without its title, sorted. */
function textsOf(name: string): string[] {
  const svg = read(`docs/pictures/${name}.svg`).replace(/<title>[\s\S]*?<\/title>|<style>[\s\S]*?<\/style>/g, '')
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!).sort()
}

test('the floors: every folder of src/, and every floor', () => {
  const floors = floorsOf()
  const rooms = floors.flatMap((floor) => floor.rooms)
  assert.deepEqual(
    rooms.filter((room) => room.endsWith('/')).sort(),
    foldersOf().sort(),
    'the table of docs/architecture.md has every folder',
  )
  assert.deepEqual(textsOf('floors'), [...rooms, ...floors.map(({ floor }) => `floor ${floor}`)].sort())
})

test('the way of the bytes: each part is a file, and each step is in its source', () => {
  assert.deepEqual(textsOf('bytes'), [...new Set(way.flatMap(({ from, to }) => [from, to]))].sort())
  for (const { from, files, word } of way) {
    for (const file of files) if (file !== undefined) assert.ok(existsSync(path.join(root, 'src', file)), file)
    if (files[0] !== undefined && word !== undefined)
      assert.ok(read(`src/${files[0]}`).includes(word), `${from}: ${word}`)
  }
})

test('an exchange’s states', () => {
  const states = statesOf('exchange.ts')
  assert.ok(states.length >= 5)
  assert.deepEqual(textsOf('states'), states.map(({ name }) => name).sort())
  const names = new Set(states.map(({ name }) => name))
  for (const { to } of states) for (const target of to) assert.ok(names.has(target), target)
  const arrows = states.reduce((sum, { to }) => sum + to.length, 0)
  // An arrow is a line and a head.
  const drawn = read('docs/pictures/states.svg').match(/<path[^>]*fill="none"/g) ?? []
  assert.equal(drawn.length, arrows, 'arrows')
})
