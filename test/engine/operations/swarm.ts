// The operations on a swarm and what it has: see case.ts.

import { json, plain, quoted } from './case.ts'

const path = { id: 'x1' }
const AUTH = 'X-Registry-Auth: eyJ1c2VybmFtZSI6Im1lIn0=\r\n'
const auth = { username: 'me' }

export const swarm = {
  SwarmInspect: plain('GET /swarm', (engine) => engine.get('/swarm')),
  SwarmInit: json('POST /swarm/init', '{"ListenAddr":"0.0.0.0:2377","ForceNewCluster":true}', (engine) =>
    engine.post('/swarm/init', { body: { ListenAddr: '0.0.0.0:2377', ForceNewCluster: true } }),
  ),
  SwarmJoin: json(
    'POST /swarm/join',
    '{"ListenAddr":"0.0.0.0","RemoteAddrs":["10.0.0.1"],"JoinToken":"SWMTKN"}',
    (engine) => {
      const body = { ListenAddr: '0.0.0.0', RemoteAddrs: ['10.0.0.1'], JoinToken: 'SWMTKN' }
      return engine.post('/swarm/join', { body })
    },
  ),
  SwarmLeave: plain('POST /swarm/leave?force=1', (engine) => engine.post('/swarm/leave', { query: { force: true } })),
  SwarmUpdate: json('POST /swarm/update?version=3&rotateWorkerToken=1', '{"Name":"default"}', (engine) =>
    engine.post('/swarm/update', { query: { version: 3, rotateWorkerToken: true }, body: { Name: 'default' } }),
  ),
  SwarmUnlockkey: plain('GET /swarm/unlockkey', (engine) => engine.get('/swarm/unlockkey')),
  SwarmUnlock: json('POST /swarm/unlock', '{"UnlockKey":"k"}', (engine) =>
    engine.post('/swarm/unlock', { body: { UnlockKey: 'k' } }),
  ),

  NodeList: plain(`GET /nodes?filters=${quoted('{"role":["manager"]}')}`, (engine) =>
    engine.get('/nodes', { query: { filters: { role: ['manager'] } } }),
  ),
  NodeInspect: plain('GET /nodes/x1', (engine) => engine.get('/nodes/{id}', { path })),
  NodeDelete: plain('DELETE /nodes/x1?force=1', (engine) =>
    engine.delete('/nodes/{id}', { path, query: { force: true } }),
  ),
  NodeUpdate: json('POST /nodes/x1/update?version=3', '{"Role":"worker","Availability":"drain"}', (engine) =>
    engine.post('/nodes/{id}/update', {
      path,
      query: { version: 3 },
      body: { Role: 'worker', Availability: 'drain' },
    }),
  ),

  ServiceList: plain(`GET /services?filters=${quoted('{"mode":["global"]}')}&status=1`, (engine) =>
    engine.get('/services', { query: { filters: { mode: ['global'] }, status: true } }),
  ),
  ServiceCreate: json(
    'POST /services/create',
    '{"Name":"s","TaskTemplate":{"ContainerSpec":{"Image":"busybox"}}}',
    (engine) => {
      const body = { Name: 's', TaskTemplate: { ContainerSpec: { Image: 'busybox' } } }
      return engine.post('/services/create', { body, auth })
    },
    AUTH,
  ),
  ServiceInspect: plain('GET /services/x1?insertDefaults=1', (engine) =>
    engine.get('/services/{id}', { path, query: { insertDefaults: true } }),
  ),
  ServiceDelete: plain('DELETE /services/x1', (engine) => engine.delete('/services/{id}', { path })),
  ServiceUpdate: json(
    'POST /services/x1/update?version=3&registryAuthFrom=previous-spec',
    '{"Name":"s","Mode":{"Replicated":{"Replicas":2}}}',
    (engine) => {
      const query = { version: 3, registryAuthFrom: 'previous-spec' } as const
      const body = { Name: 's', Mode: { Replicated: { Replicas: 2 } } }
      return engine.post('/services/{id}/update', { path, query, body, auth })
    },
    AUTH,
  ),
  ServiceLogs: plain('GET /services/x1/logs?details=1&stdout=1&tail=5', (engine) =>
    engine.request('GET', '/services/{id}/logs', { path, query: { details: true, stdout: true, tail: 5 } }),
  ),

  TaskList: plain(`GET /tasks?filters=${quoted('{"desired-state":["running"]}')}`, (engine) =>
    engine.get('/tasks', { query: { filters: { 'desired-state': ['running'] } } }),
  ),
  TaskInspect: plain('GET /tasks/x1', (engine) => engine.get('/tasks/{id}', { path })),
  TaskLogs: plain('GET /tasks/x1/logs?stderr=1', (engine) =>
    engine.request('GET', '/tasks/{id}/logs', { path, query: { stderr: true } }),
  ),

  SecretList: plain(`GET /secrets?filters=${quoted('{"name":["s"]}')}`, (engine) =>
    engine.get('/secrets', { query: { filters: { name: ['s'] } } }),
  ),
  SecretCreate: json('POST /secrets/create', '{"Name":"s","Data":"QQ=="}', (engine) =>
    engine.post('/secrets/create', { body: { Name: 's', Data: 'QQ==' } }),
  ),
  SecretInspect: plain('GET /secrets/x1', (engine) => engine.get('/secrets/{id}', { path })),
  SecretDelete: plain('DELETE /secrets/x1', (engine) => engine.delete('/secrets/{id}', { path })),
  SecretUpdate: json('POST /secrets/x1/update?version=9', '{"Name":"s","Labels":{"a":"b"}}', (engine) =>
    engine.post('/secrets/{id}/update', { path, query: { version: 9 }, body: { Name: 's', Labels: { a: 'b' } } }),
  ),

  ConfigList: plain(`GET /configs?filters=${quoted('{"label":["a"]}')}`, (engine) =>
    engine.get('/configs', { query: { filters: { label: ['a'] } } }),
  ),
  ConfigCreate: json('POST /configs/create', '{"Name":"c","Data":"QQ=="}', (engine) =>
    engine.post('/configs/create', { body: { Name: 'c', Data: 'QQ==' } }),
  ),
  ConfigInspect: plain('GET /configs/x1', (engine) => engine.get('/configs/{id}', { path })),
  ConfigDelete: plain('DELETE /configs/x1', (engine) => engine.delete('/configs/{id}', { path })),
  ConfigUpdate: json('POST /configs/x1/update?version=9', '{"Name":"c"}', (engine) =>
    engine.post('/configs/{id}/update', { path, query: { version: 9 }, body: { Name: 'c' } }),
  ),
}
