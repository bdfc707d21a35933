// The captured exchanges with Docker 20.10.24, and how they are compared: what must differ is masked in both.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { splitAnswer } from './support.ts'

const VECTORS = new URL('../../../test/vectors/engines/docker-20.10/', import.meta.url)
const FILES = readdirSync(VECTORS)

export function capture(number: string, suffix: 'req' | 'res'): string {
  const file = FILES.find((name) => name.startsWith(`${number}-`) && name.endsWith(`.${suffix}`))
  assert.ok(file, `capture ${number}.${suffix}`)
  return readFileSync(new URL(file, VECTORS), 'latin1')
}

/** What must differ, made alike. */
export function mask(text: string): string {
  return text
    .replace(/^Date: .*GMT\r$/gm, 'Date: *\r')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /g, 'stamp ')
    .replace(/"\d{4}-\d\d-\d\dT[^"]*Z"/g, '"time"')
    .replaceAll('/var/dk/data', '/var/lib/docker')
    .replaceAll('/var/dk/exec', '/var/run/docker')
    .replace(/netns\/[0-9a-f]{12}/g, 'netns/*')
    .replace(/"Hostname":"[0-9a-f]{12}"/g, '"Hostname":"*"')
    .replace(
      /overlay2\/[0-9a-f]{64}(-init)?\/diff:\/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/diff/g,
      'overlay2/*-init/diff',
    )
    .replace(/overlay2\/[0-9a-f]{64}/g, 'overlay2/*')
    .replace(/[0-9a-f]{64}/g, 'id')
    .replace(/"EndpointID":"(id)?"/g, '"EndpointID":"*"')
    .replace(/"Pid":[1-9]\d*/g, '"Pid":*')
    .replace(/"Created":[1-9]\d*/g, '"Created":*')
    .replace(/"(Up|Exited \(\d+\)) [^"]*"/g, '"$1 *"')
    .replace(/"time":\d+,"timeNano":\d+/g, '"time":*')
    .replace(/"(Size|VirtualSize)":\d+/g, '"$1":*')
}

/** For bodies whose length changes with what is masked: the framing's kind, and the length checked against the body. */
export function loose(text: string): string {
  const { head, body, chunks } = splitAnswer(text)
  const length = /^Content-Length: (\d+)\r$/m.exec(head)
  if (length) assert.equal(body.length, Number(length[1]))
  return `${mask(head).replace(/^Content-Length: \d+/m, 'Content-Length: *')}${chunks.length} chunks\n${mask(body)}`
}
