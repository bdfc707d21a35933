// Responses that are no single JSON value: what kind of stream each is and the content types that the Engine really sends, with
// the bodies that are archives. Source "wire": responses of Docker 20.10, 26.1 and 28.5, as recorded in test/vectors/engines.

import type { Edit } from '../edit.ts'
import { named, STRING, UNKNOWN } from '../model.ts'

const JSON_TYPE = 'application/json'
const TAR = 'application/x-tar'
const RAW = 'application/vnd.docker.raw-stream'
const FRAMES = { [RAW]: STRING, 'application/vnd.docker.multiplexed-stream': STRING }

export function streams(edit: Edit): void {
  edit.stream('ContainerLogs ServiceLogs TaskLogs', { kind: 'frames' }, 'wire')
  edit.response(
    'ContainerLogs ServiceLogs TaskLogs',
    '200',
    FRAMES,
    'wire; before 1.42 the type is missing or raw-stream',
  )

  records(edit, 'ContainerStats', 'ContainerStatsResponse')
  records(edit, 'SystemEvents', 'EventMessage')
  records(edit, 'ImageBuild', 'BuildInfo')
  records(edit, 'ImageCreate', 'CreateImageInfo')
  records(edit, 'ImagePush', 'PushImageInfo')
  records(edit, 'ImageLoad', 'LoadImageInfo')
  records(edit, 'PluginPull PluginUpgrade PluginPush', 'PluginInfo')
  // moby api/server/router/plugin/plugin_routes.go: pullPlugin, upgradePlugin write progress and no 204
  edit.noAnswer('PluginPull PluginUpgrade', '204', 'moby: plugin_routes.go')
  edit.response(
    'SystemEvents',
    '200',
    {
      [JSON_TYPE]: named('EventMessage'),
      'application/jsonl': named('EventMessage'),
      'application/x-ndjson': named('EventMessage'),
      'application/json-seq': named('EventMessage'),
    },
    'wire: application/json unless the request accepts another; 1.52 and later know the others',
  )

  edit.stream('ContainerExport ContainerArchive ImageGet ImageGetAll', { kind: 'bytes' }, 'wire')
  edit.response(
    'ContainerExport',
    '200',
    { 'application/octet-stream': STRING, [TAR]: STRING },
    'wire: octet-stream; x-tar from 1.42',
  )
  edit.response('ContainerArchive ImageGet ImageGetAll', '200', { [TAR]: STRING }, 'wire')

  const tar = { content: { [TAR]: UNKNOWN } }
  edit.body('ImageBuild', { required: false, ...tar }, 'wire: none where `remote` says where the context is')
  edit.body('ImageCreate', { required: false, ...tar }, 'wire: only where fromSrc is "-"')
  edit.body('ImageLoad', { required: true, ...tar }, 'moby: image_routes.go')
  edit.body('PluginCreate', { required: true, ...tar }, 'moby: plugin_routes.go')
  edit.body('PutContainerArchive', { required: true, ...tar }, 'wire')
}

export function hijacks(edit: Edit): void {
  edit.hijack('ContainerAttach', { protocol: 'tcp', through: 'tunnel' }, 'wire')
  edit.hijack('ExecStart', { protocol: 'tcp', through: 'tunnel' }, 'wire')
  edit.hijack('ContainerAttachWebsocket', { protocol: 'websocket', through: 'upgrade' }, 'RFC 6455; wire')
  edit.hijack('Session', { protocol: 'h2c', through: 'upgrade' }, 'wire')
  edit.hijack('Grpc', { protocol: 'h2c', through: 'upgrade' }, 'moby: router/grpc')
  edit.response('ContainerAttach ExecStart', '101', FRAMES, 'wire: with Upgrade')
  edit.response(
    'ContainerAttach ExecStart',
    '200',
    FRAMES,
    'wire: without Upgrade, or a detached exec, which has no body',
  )
}

function records(edit: Edit, ids: string, record: string): void {
  edit.stream(ids, { kind: 'records', record: named(record) }, 'wire')
  edit.response(ids, '200', { [JSON_TYPE]: named(record) }, 'wire: one JSON value after the other')
}
