// The operations on the Engine itself, volumes, networks and plugins: see case.ts.

import { json, plain, quoted, tar, upgrade } from './case.ts'

const path = { id: 'net' }
const volume = { name: 'data' }
const plugin = { name: 'reg.io/p/q:v1' }
const AUTH = 'X-Registry-Auth: eyJ1c2VybmFtZSI6Im1lIn0=\r\n'
const auth = { username: 'me' }
const privileges = [{ Name: 'network', Description: 'why', Value: ['host'] }]
const PRIVILEGES = '[{"Name":"network","Description":"why","Value":["host"]}]'

export const system = {
  SystemAuth: json('POST /auth', '{"username":"me","password":"p","serveraddress":"reg.io"}', (engine) =>
    engine.post('/auth', { body: { username: 'me', password: 'p', serveraddress: 'reg.io' } }),
  ),
  SystemInfo: plain('GET /info', (engine) => engine.get('/info')),
  SystemVersion: plain('GET /version', (engine) => engine.get('/version')),
  SystemPing: plain('GET /_ping', (engine) => engine.get('/_ping')),
  SystemPingHead: plain('HEAD /_ping', (engine) => engine.request('HEAD', '/_ping')),
  SystemEvents: plain(
    `GET /events?since=1700000000&until=1700000001.123456789&filters=${quoted('{"type":["container"],"event":["die"]}')}`,
    (engine) => {
      const filters = { type: ['container'], event: ['die'] } as const
      const query = { since: 1_700_000_000, until: '2023-11-14T22:13:21.123456789Z', filters }
      return engine.request('GET', '/events', { query })
    },
  ),
  SystemDataUsage: plain('GET /system/df?type=image&type=volume&verbose=1', (engine) =>
    engine.get('/system/df', { query: { type: ['image', 'volume'], verbose: true } }),
  ),
  Session: upgrade('POST /session', 'h2c', undefined, (engine) => engine.upgrade('/session', { protocol: 'h2c' })),
  Grpc: upgrade('POST /grpc', 'h2c', undefined, (engine) => engine.upgrade('/grpc', { protocol: 'h2c' })),

  VolumeList: plain(`GET /volumes?filters=${quoted('{"driver":["local"]}')}`, (engine) =>
    engine.get('/volumes', { query: { filters: { driver: ['local'] } } }),
  ),
  VolumeCreate: json('POST /volumes/create', '{"Name":"data","Labels":{"a":"b"}}', (engine) =>
    engine.post('/volumes/create', { body: { Name: 'data', Labels: { a: 'b' } } }),
  ),
  VolumeInspect: plain('GET /volumes/data', (engine) => engine.get('/volumes/{name}', { path: volume })),
  VolumeUpdate: json('PUT /volumes/data?version=7', '{"Spec":{"Availability":"drain"}}', (engine) =>
    engine.put('/volumes/{name}', {
      path: volume,
      query: { version: 7 },
      body: { Spec: { Availability: 'drain' } },
    }),
  ),
  VolumeDelete: plain('DELETE /volumes/data?force=1', (engine) =>
    engine.delete('/volumes/{name}', { path: volume, query: { force: true } }),
  ),
  VolumePrune: plain(`POST /volumes/prune?filters=${quoted('{"all":["true"]}')}`, (engine) =>
    engine.post('/volumes/prune', { query: { filters: { all: ['true'] } } }),
  ),

  NetworkList: plain(`GET /networks?filters=${quoted('{"scope":["local"]}')}`, (engine) =>
    engine.get('/networks', { query: { filters: { scope: ['local'] } } }),
  ),
  NetworkInspect: plain('GET /networks/net?verbose=1&scope=local', (engine) =>
    engine.get('/networks/{id}', { path, query: { verbose: true, scope: 'local' } }),
  ),
  NetworkDelete: plain('DELETE /networks/net', (engine) => engine.delete('/networks/{id}', { path })),
  NetworkCreate: json('POST /networks/create', '{"Name":"net","Driver":"bridge","Internal":true}', (engine) =>
    engine.post('/networks/create', { body: { Name: 'net', Driver: 'bridge', Internal: true } }),
  ),
  NetworkConnect: json(
    'POST /networks/net/connect',
    '{"Container":"web","EndpointConfig":{"Aliases":["w"]}}',
    (engine) =>
      engine.post('/networks/{id}/connect', { path, body: { Container: 'web', EndpointConfig: { Aliases: ['w'] } } }),
  ),
  NetworkDisconnect: json('POST /networks/net/disconnect', '{"Container":"web","Force":true}', (engine) =>
    engine.post('/networks/{id}/disconnect', { path, body: { Container: 'web', Force: true } }),
  ),
  NetworkPrune: plain('POST /networks/prune', (engine) => engine.post('/networks/prune')),

  PluginList: plain(`GET /plugins?filters=${quoted('{"enabled":["true"]}')}`, (engine) =>
    engine.get('/plugins', { query: { filters: { enabled: ['true'] } } }),
  ),
  GetPluginPrivileges: plain('GET /plugins/privileges?remote=reg.io%2Fp', (engine) =>
    engine.get('/plugins/privileges', { query: { remote: 'reg.io/p' } }),
  ),
  PluginPull: json(
    'POST /plugins/pull?remote=reg.io%2Fp&name=p',
    PRIVILEGES,
    (engine) => {
      const query = { remote: 'reg.io/p', name: 'p' }
      return engine.request('POST', '/plugins/pull', { query, body: privileges, auth })
    },
    AUTH,
  ),
  PluginInspect: plain('GET /plugins/reg.io/p/q:v1/json', (engine) =>
    engine.get('/plugins/{name}/json', { path: plugin }),
  ),
  PluginDelete: plain('DELETE /plugins/reg.io/p/q:v1?force=1', (engine) =>
    engine.delete('/plugins/{name}', { path: plugin, query: { force: true } }),
  ),
  PluginEnable: plain('POST /plugins/reg.io/p/q:v1/enable?timeout=30', (engine) =>
    engine.post('/plugins/{name}/enable', { path: plugin, query: { timeout: 30 } }),
  ),
  PluginDisable: plain('POST /plugins/reg.io/p/q:v1/disable?force=0', (engine) =>
    engine.post('/plugins/{name}/disable', { path: plugin, query: { force: false } }),
  ),
  PluginUpgrade: json(
    'POST /plugins/reg.io/p/q:v1/upgrade?remote=reg.io%2Fp',
    PRIVILEGES,
    (engine) => {
      const query = { remote: 'reg.io/p' }
      return engine.request('POST', '/plugins/{name}/upgrade', { path: plugin, query, body: privileges, auth })
    },
    AUTH,
  ),
  PluginCreate: tar('POST /plugins/create?name=p', 'archive', (engine) =>
    engine.post('/plugins/create', { query: { name: 'p' }, body: 'archive' }),
  ),
  PluginPush: plain(
    'POST /plugins/reg.io/p/q:v1/push',
    (engine) => engine.request('POST', '/plugins/{name}/push', { path: plugin, auth }),
    AUTH,
  ),
  PluginSet: json('POST /plugins/reg.io/p/q:v1/set', '["A=b"]', (engine) =>
    engine.post('/plugins/{name}/set', { path: plugin, body: ['A=b'] }),
  ),
}
