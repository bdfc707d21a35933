// The captured exchanges with Docker 20.10.24, and how they are compared: what has to differ is masked in both.

import assert from 'node:assert/strict'
import { capture as find } from '../support/captures.ts'
import { splitAnswer } from './support.ts'

export function capture(number: string, suffix: 'req' | 'res'): string {
  const { request, response } = find('docker-20.10', number)
  return (suffix === 'req' ? request : response).toString('latin1')
}

/** Masks what has to differ. */
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

/** For bodies whose length changes with what is masked: keeps the kind of framing, and checks the length against the body. */
export function loose(text: string): string {
  const { head, body, chunks } = splitAnswer(text)
  const length = /^Content-Length: (\d+)\r$/m.exec(head)
  if (length) assert.equal(body.length, Number(length[1]))
  return `${mask(head).replace(/^Content-Length: \d+/m, 'Content-Length: *')}${chunks.length} chunks\n${mask(body)}`
}
