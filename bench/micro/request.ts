// wire/request: a request line, and fields, checked and written; bytes of the text are in the name.
import { field, requestLine } from 'fairlead/wire'
import { type Case, runSuite } from './suite.ts'

let seen = 0

function line(what: string, target: string): Case {
  const run = () => {
    seen += requestLine('GET', target).length
  }
  return { name: `${requestLine('GET', target).length}-byte line, ${what}`, items: 1, run }
}

function fields(count: number, valueBytes: number): Case {
  const all = Array.from({ length: count }, (_, i) => [`X-Field-${i}`, 'v'.repeat(valueBytes)] as const)
  const run = () => {
    for (const [name, value] of all) seen += field(name, value).length
  }
  return { name: `${valueBytes}-byte value, ${count} fields`, items: count, run }
}

export function request(): void {
  runSuite('requestLine', 'line', [
    line('ping', '/v1.51/_ping'),
    line('inspect', `/v1.51/containers/${'a'.repeat(64)}/json`),
    line(
      'events, filtered',
      `/v1.51/events?filters=${encodeURIComponent(JSON.stringify({ label: ['app=web'] })).repeat(8)}`,
    ),
  ])
  runSuite('field', 'field', [fields(16, 16), fields(16, 64), fields(4, 1024)])
  if (seen === 0) throw new Error('nothing was written')
}
