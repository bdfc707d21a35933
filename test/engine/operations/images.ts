// The operations on images, builds and registries: see case.ts.

import { json, plain, quoted, tar } from './case.ts'

const path = { name: 'reg.io:5000/a/b:v1' }
const AUTH = 'X-Registry-Auth: eyJ1c2VybmFtZSI6Im1lIn0=\r\n'
const auth = { username: 'me' }
const arm = { os: 'linux', architecture: 'arm64' }
const ARM = quoted('{"os":"linux","architecture":"arm64"}')

export const images = {
  ImageList: plain(
    `GET /images/json?all=1&filters=${quoted('{"dangling":["true"],"reference":["a/*"]}')}&shared-size=1&digests=0&manifests=1`,
    (engine) => {
      const filters = { dangling: ['true'], reference: ['a/*'] } as const
      const query = { all: true, filters, 'shared-size': true, digests: false, manifests: true }
      return engine.get('/images/json', { query })
    },
  ),
  ImageBuild: tar(
    `POST /build?dockerfile=D&t=a&t=b%3A1&q=0&pull=1&buildargs=${quoted('{"A":"b","C":null}')}&labels=${quoted('{"x":"y"}')}`,
    'context',
    (engine) =>
      engine.request('POST', '/build', {
        query: {
          dockerfile: 'D',
          t: ['a', 'b:1'],
          q: false,
          pull: true,
          buildargs: { A: 'b', C: null },
          labels: { x: 'y' },
        },
        body: 'context',
        registryConfig: { 'reg.io': auth },
      }),
    'X-Registry-Config: eyJyZWcuaW8iOnsidXNlcm5hbWUiOiJtZSJ9fQ==\r\n',
  ),
  BuildPrune: plain('POST /build/prune?reserved-space=1000000000000&all=1', (engine) =>
    engine.post('/build/prune', { query: { 'reserved-space': 1e12, all: true } }),
  ),
  BuildCancel: plain('POST /build/cancel?id=b1', (engine) => engine.post('/build/cancel', { query: { id: 'b1' } })),
  ImageCreate: plain(
    'POST /images/create?fromImage=busybox&tag=latest&platform=linux%2Farm64',
    (engine) => {
      const query = { fromImage: 'busybox', tag: 'latest', platform: 'linux/arm64' }
      return engine.request('POST', '/images/create', { query, auth })
    },
    AUTH,
  ),
  ImageInspect: plain(`GET /images/reg.io:5000/a/b:v1/json?platform=${ARM}`, (engine) =>
    engine.get('/images/{name}/json', { path, query: { platform: arm } }),
  ),
  ImageAttestations: plain(
    `GET /images/reg.io:5000/a/b:v1/attestations?platform=${ARM}&type=t1&type=t2&statement=1`,
    (engine) => {
      const query = { platform: arm, type: ['t1', 't2'], statement: true }
      return engine.get('/images/{name}/attestations', { path, query })
    },
  ),
  ImageHistory: plain('GET /images/reg.io:5000/a/b:v1/history', (engine) =>
    engine.get('/images/{name}/history', { path }),
  ),
  ImagePush: plain(
    `POST /images/reg.io:5000/a/b:v1/push?tag=v1&platform=${ARM}`,
    (engine) => {
      const query = { tag: 'v1', platform: arm }
      return engine.request('POST', '/images/{name}/push', { path, query, auth: {} })
    },
    'X-Registry-Auth: e30=\r\n',
  ),
  ImageTag: plain('POST /images/reg.io:5000/a/b:v1/tag?repo=c%2Fd&tag=v2', (engine) =>
    engine.post('/images/{name}/tag', { path, query: { repo: 'c/d', tag: 'v2' } }),
  ),
  ImageDelete: plain(
    `DELETE /images/reg.io:5000/a/b:v1?force=1&noprune=1&platforms=${ARM}&platforms=${quoted('{"os":"windows"}')}`,
    (engine) => {
      const query = { force: true, noprune: true, platforms: [arm, { os: 'windows' }] }
      return engine.delete('/images/{name}', { path, query })
    },
  ),
  ImageSearch: plain(`GET /images/search?term=bus&limit=3&filters=${quoted('{"is-official":["true"]}')}`, (engine) =>
    engine.get('/images/search', { query: { term: 'bus', limit: 3, filters: { 'is-official': ['true'] } } }),
  ),
  ImagePrune: plain(`POST /images/prune?filters=${quoted('{"dangling":["false"]}')}`, (engine) =>
    engine.post('/images/prune', { query: { filters: { dangling: ['false'] } } }),
  ),
  ImageCommit: json(
    'POST /commit?container=web&repo=r&tag=t&pause=0&changes=CMD%20a&changes=USER%20b',
    '{"Cmd":["date"]}',
    (engine) => {
      const query = { container: 'web', repo: 'r', tag: 't', pause: false, changes: ['CMD a', 'USER b'] }
      return engine.post('/commit', { query, body: { Cmd: ['date'] } })
    },
  ),
  ImageGet: plain(`GET /images/reg.io:5000/a/b:v1/get?platform=${ARM}`, (engine) =>
    engine.request('GET', '/images/{name}/get', { path, query: { platform: arm } }),
  ),
  ImageGetAll: plain('GET /images/get?names=a&names=b%3A1', (engine) =>
    engine.request('GET', '/images/get', { query: { names: ['a', 'b:1'] } }),
  ),
  ImageLoad: tar('POST /images/load?quiet=0', 'archive', (engine) =>
    engine.request('POST', '/images/load', { query: { quiet: false }, body: Buffer.from('archive') }),
  ),
  DistributionInspect: plain(
    'GET /distribution/reg.io:5000/a/b:v1/json',
    (engine) => engine.get('/distribution/{name}/json', { path, auth }),
    AUTH,
  ),
}
