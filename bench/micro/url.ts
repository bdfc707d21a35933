// engine/url: a path template filled in, and a query in the Engine's habits. Not public, so it is taken from the build.
import { type Case, runSuite } from './suite.ts'

interface Url {
  expand(template: string, path?: Record<string, string>): string
  queryString(query: Record<string, unknown>): string
}

const { expand, queryString } = (await import(
  new URL('../../../build/src/engine/request/url.js', import.meta.url).href
)) as Url

let seen = 0

function path(what: string, template: string, parameters?: Record<string, string>): Case {
  const run = () => {
    seen += expand(template, parameters).length
  }
  return { name: `${expand(template, parameters).length}-byte path, ${what}`, items: 1, run }
}

function query(what: string, given: Record<string, unknown>): Case {
  const run = () => {
    seen += queryString(given).length
  }
  return { name: `${queryString(given).length}-byte query, ${what}`, items: 1, run }
}

export function url(): void {
  runSuite('expand', 'path', [
    path('no parameter', '/containers/json'),
    path('a name', '/containers/{id}/json', { id: 'web' }),
    path('an id', '/containers/{id}/json', { id: 'a'.repeat(64) }),
    path('an image', '/images/{name}/json', { name: 'registry.example.com:5000/team/project/app:1.0' }),
  ])
  runSuite('queryString', 'query', [
    query('one key', { all: true }),
    query('four keys', { follow: true, stdout: true, stderr: true, tail: 100 }),
    query('filters', { all: true, filters: { label: ['app=web', 'tier=front'], status: ['running'] } }),
    query('since, until', { since: new Date(1.7e12), until: new Date(1.8e12), type: ['container', 'image'] }),
  ])
  if (seen === 0) throw new Error('nothing was written')
}
