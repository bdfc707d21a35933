// The operations on containers and execs: see case.ts.

import { json, plain, quoted, tar, upgrade } from './case.ts'

const path = { id: 'web' }

export const containers = {
  ContainerList: plain(
    `GET /containers/json?all=1&limit=2&size=0&filters=${quoted('{"label":["a=b"],"status":["running","exited"]}')}`,
    (engine) => {
      const filters = { label: ['a=b'], status: ['running', 'exited'] } as const
      return engine.get('/containers/json', { query: { all: true, limit: 2, size: false, filters } })
    },
  ),
  ContainerCreate: json(
    'POST /containers/create?name=web&platform=linux%2Farm64',
    '{"Image":"busybox","Cmd":["sh"],"HostConfig":{"Binds":["/a:/b"]}}',
    (engine) =>
      engine.post('/containers/create', {
        query: { name: 'web', platform: 'linux/arm64' },
        body: { Image: 'busybox', Cmd: ['sh'], HostConfig: { Binds: ['/a:/b'] } },
      }),
  ),
  ContainerInspect: plain('GET /containers/web/json?size=1', (engine) =>
    engine.get('/containers/{id}/json', { path, query: { size: true } }),
  ),
  ContainerTop: plain('GET /containers/web/top?ps_args=-o%20pid', (engine) =>
    engine.get('/containers/{id}/top', { path, query: { ps_args: '-o pid' } }),
  ),
  ContainerLogs: plain(
    'GET /containers/web/logs?follow=1&stdout=1&stderr=0&since=1.5&until=2&timestamps=1&tail=all&details=1',
    (engine) =>
      engine.request('GET', '/containers/{id}/logs', {
        path,
        query: {
          follow: true,
          stdout: true,
          stderr: false,
          since: new Date(1500),
          until: 2,
          timestamps: true,
          tail: 'all',
          details: true,
        },
      }),
  ),
  ContainerChanges: plain('GET /containers/web/changes', (engine) => engine.get('/containers/{id}/changes', { path })),
  ContainerExport: plain('GET /containers/web/export', (engine) =>
    engine.request('GET', '/containers/{id}/export', { path }),
  ),
  ContainerStats: plain('GET /containers/web/stats?stream=0&one-shot=1', (engine) =>
    engine.request('GET', '/containers/{id}/stats', { path, query: { stream: false, 'one-shot': true } }),
  ),
  ContainerResize: plain('POST /containers/web/resize?h=24&w=80', (engine) =>
    engine.post('/containers/{id}/resize', { path, query: { h: 24, w: 80 } }),
  ),
  ContainerStart: plain('POST /containers/web/start?detachKeys=ctrl-p%2Cctrl-q', (engine) =>
    engine.post('/containers/{id}/start', { path, query: { detachKeys: 'ctrl-p,ctrl-q' } }),
  ),
  ContainerStop: plain('POST /containers/web/stop?signal=INT&t=5', (engine) =>
    engine.post('/containers/{id}/stop', { path, query: { signal: 'INT', t: 5 } }),
  ),
  ContainerRestart: plain('POST /containers/web/restart?t=0', (engine) =>
    engine.post('/containers/{id}/restart', { path, query: { t: 0 } }),
  ),
  ContainerKill: plain('POST /containers/web/kill?signal=HUP', (engine) =>
    engine.post('/containers/{id}/kill', { path, query: { signal: 'HUP' } }),
  ),
  ContainerUpdate: json('POST /containers/web/update', '{"Memory":1048576}', (engine) =>
    engine.post('/containers/{id}/update', { path, body: { Memory: 1_048_576 } }),
  ),
  ContainerRename: plain('POST /containers/web/rename?name=new', (engine) =>
    engine.post('/containers/{id}/rename', { path, query: { name: 'new' } }),
  ),
  ContainerPause: plain('POST /containers/web/pause', (engine) => engine.post('/containers/{id}/pause', { path })),
  ContainerUnpause: plain('POST /containers/web/unpause', (engine) =>
    engine.post('/containers/{id}/unpause', { path }),
  ),
  ContainerAttach: upgrade(
    'POST /containers/web/attach?logs=0&stream=1&stdin=1&stdout=1',
    'tcp',
    undefined,
    (engine) => {
      const query = { logs: false, stream: true, stdin: true, stdout: true }
      return engine.tunnel('/containers/{id}/attach', { path, query, tty: false })
    },
  ),
  ContainerAttachWebsocket: upgrade(
    'GET /containers/web/attach/ws?stream=1&stdout=1',
    'websocket',
    undefined,
    (engine) =>
      engine.upgrade('/containers/{id}/attach/ws', {
        path,
        query: { stream: true, stdout: true },
        protocol: 'websocket',
        headers: { 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Version': '13' },
      }),
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n',
  ),
  ContainerWait: plain('POST /containers/web/wait?condition=next-exit', (engine) =>
    engine.post('/containers/{id}/wait', { path, query: { condition: 'next-exit' } }),
  ),
  ContainerDelete: plain('DELETE /containers/web?v=1&force=1&link=0', (engine) =>
    engine.delete('/containers/{id}', { path, query: { v: true, force: true, link: false } }),
  ),
  ContainerArchive: plain('GET /containers/web/archive?path=%2Fetc%2Fhosts', (engine) =>
    engine.request('GET', '/containers/{id}/archive', { path, query: { path: '/etc/hosts' } }),
  ),
  PutContainerArchive: tar(
    'PUT /containers/web/archive?path=%2Ftmp&noOverwriteDirNonDir=1&copyUIDGID=0',
    'archive',
    (engine) =>
      engine.put('/containers/{id}/archive', {
        path,
        query: { path: '/tmp', noOverwriteDirNonDir: true, copyUIDGID: false },
        body: 'archive',
      }),
  ),
  ContainerArchiveInfo: plain('HEAD /containers/web/archive?path=%2F', (engine) =>
    engine.head('/containers/{id}/archive', { path, query: { path: '/' } }),
  ),
  ContainerPrune: plain(`POST /containers/prune?filters=${quoted('{"until":["24h"],"label!":["keep"]}')}`, (engine) =>
    engine.post('/containers/prune', { query: { filters: { until: ['24h'], 'label!': ['keep'] } } }),
  ),
  ContainerExec: json(
    'POST /containers/web/exec',
    '{"AttachStdout":true,"Cmd":["date"],"Env":["A=b"],"Tty":true,"ConsoleSize":[24,80]}',
    (engine) => {
      const body = { AttachStdout: true, Cmd: ['date'], Env: ['A=b'], Tty: true, ConsoleSize: [24, 80] } as const
      return engine.post('/containers/{id}/exec', { path, body })
    },
  ),
  ExecStart: upgrade('POST /exec/web/start', 'tcp', '{"Detach":false,"Tty":true}', (engine) =>
    engine.tunnel('/exec/{id}/start', { path, body: { Detach: false, Tty: true } }),
  ),
  ExecResize: plain('POST /exec/web/resize?h=1&w=2', (engine) =>
    engine.post('/exec/{id}/resize', { path, query: { h: 1, w: 2 } }),
  ),
  ExecInspect: plain('GET /exec/web/json', (engine) => engine.get('/exec/{id}/json', { path })),

  CheckpointList: plain('GET /containers/web/checkpoints?dir=%2Fc', (engine) =>
    engine.get('/containers/{id}/checkpoints', { path, query: { dir: '/c' } }),
  ),
  CheckpointCreate: json('POST /containers/web/checkpoints', '{"CheckpointID":"c1","Exit":true}', (engine) =>
    engine.post('/containers/{id}/checkpoints', { path, body: { CheckpointID: 'c1', Exit: true } }),
  ),
  CheckpointDelete: plain('DELETE /containers/web/checkpoints/c1?dir=%2Fc', (engine) =>
    engine.delete('/containers/{id}/checkpoints/{checkpoint}', {
      path: { ...path, checkpoint: 'c1' },
      query: { dir: '/c' },
    }),
  ),
}
