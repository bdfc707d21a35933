// What the documents lack as a whole: routes that the daemon alone knows, records that its streams hold.

import type { Edit } from '../edit.ts'
import type { Field, Type } from '../model.ts'
import { BOOLEAN, either, listOf, NUMBER, named, plain, STRING, UNKNOWN } from '../model.ts'

const field = (name: string, type: Type): Field => ({ name, type, required: false, nullable: false })

const id = { ...field('id', STRING), required: true }
const none = (status: string) => ({ status, headers: [], content: {} })
const failure = { status: '500', headers: [], content: { 'application/json': named('ErrorResponse') } }

export function routes(edit: Edit): void {
  checkpoints(edit)
  edit.route(
    {
      id: 'Grpc',
      method: 'post',
      path: '/grpc',
      tag: '',
      since: '1.40',
      deprecated: '1.53',
      parameters: { path: [], query: [], header: [] },
      responses: [none('101'), failure],
    },
    'moby#38990, Engine 19.03',
  )
  edit.route(
    {
      id: 'BuildCancel',
      method: 'post',
      path: '/build/cancel',
      tag: '',
      since: '1.39',
      parameters: { path: [], query: [id], header: [] },
      responses: [none('200'), failure],
    },
    'moby: router/build',
  )
}

/** Experimental: the Engine has them where it was started so. */
function checkpoints(edit: Edit): void {
  const source = 'moby: router/checkpoint'
  const query = [field('dir', STRING)]
  const at = '/containers/{id}/checkpoints'
  edit.declare('CheckpointSummary', [{ ...field('Name', STRING), required: true }], source)
  edit.declare(
    'CheckpointCreateRequest',
    [{ ...field('CheckpointID', STRING), required: true }, field('CheckpointDir', STRING), field('Exit', BOOLEAN)],
    source,
  )
  const list = { 'application/json': either(listOf(named('CheckpointSummary')), plain('null')) }
  const common = { tag: '', responses: [none('204'), failure] }
  edit.route(
    {
      ...common,
      id: 'CheckpointList',
      method: 'get',
      path: at,
      parameters: { path: [{ ...id }], query, header: [] },
      responses: [{ status: '200', headers: [], content: list }, failure],
    },
    source,
  )
  edit.route(
    {
      ...common,
      id: 'CheckpointCreate',
      method: 'post',
      path: at,
      parameters: { path: [{ ...id }], query: [], header: [] },
      body: { required: true, content: { 'application/json': named('CheckpointCreateRequest') } },
      responses: [none('201'), failure],
    },
    source,
  )
  const checkpoint = { ...field('checkpoint', STRING), required: true }
  edit.route(
    {
      ...common,
      id: 'CheckpointDelete',
      method: 'delete',
      path: `${at}/{checkpoint}`,
      parameters: { path: [{ ...id }, checkpoint], query: query.map((one) => ({ ...one })), header: [] },
    },
    source,
  )
}

/** What a progress record may have beside what its definition says; `error` and `progress` are repeated in the others. */
const EXTRA: readonly (readonly [string, Type])[] = [
  ['id', STRING],
  ['progress', STRING],
  ['error', STRING],
  ['aux', UNKNOWN],
]

export function records(edit: Edit): void {
  const wire = 'wire, and moby: api/types/jsonstream'
  const progress = (): Field[] => [
    field('status', STRING),
    field('progressDetail', named('ProgressDetail')),
    field('errorDetail', named('ErrorDetail')),
  ]
  edit.declare('LoadImageInfo', [field('stream', STRING), ...progress()], wire)
  edit.declare('PluginInfo', progress(), wire)
  for (const name of ['LoadImageInfo', 'PluginInfo', 'BuildInfo', 'CreateImageInfo', 'PushImageInfo']) {
    for (const [extra, type] of EXTRA) {
      const known = edit.declaration(name).fields?.some((one) => one.name === extra)
      if (!known) edit.addField(name, extra, type, wire)
      if (extra === 'progress' || extra === 'error') edit.field(name, extra, { deprecated: '1.48' }, 'history')
    }
  }
  edit.field('BuildInfo', 'aux', { type: either(named('ImageID'), STRING) }, 'moby: BuildKit sends base64')
  for (const name of ['start', 'hidecounts', 'units']) {
    const type = name === 'start' ? NUMBER : name === 'units' ? STRING : BOOLEAN
    edit.addField('ProgressDetail', name, type, wire)
  }
}
