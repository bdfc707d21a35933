// What the documents lack as a whole: routes that the daemon alone knows, records that its streams hold.

import type { Edit } from '../edit.ts'
import type { Field, Type } from '../model.ts'
import { NUMBER, named, STRING, UNKNOWN } from '../model.ts'

const field = (name: string, type: Type): Field => ({ name, type, required: false, nullable: false })

export function routes(edit: Edit): void {
  const id = { ...field('id', STRING), required: true }
  const none = (status: string) => ({ status, headers: [], content: {} })
  const failure = { status: '500', headers: [], content: { 'application/json': named('ErrorResponse') } }
  edit.route(
    {
      id: 'Grpc',
      method: 'post',
      path: '/grpc',
      tag: '',
      since: '1.38',
      deprecated: '1.53',
      parameters: { path: [], query: [], header: [] },
      answers: [none('101'), failure],
    },
    'moby: router/grpc',
  )
  edit.route(
    {
      id: 'BuildCancel',
      method: 'post',
      path: '/build/cancel',
      tag: '',
      since: '1.39',
      parameters: { path: [], query: [id], header: [] },
      answers: [none('200'), failure],
    },
    'moby: router/build',
  )
}

export function records(edit: Edit): void {
  const progress = (): Field[] => [
    field('status', STRING),
    field('id', STRING),
    field('progress', STRING),
    field('progressDetail', named('ProgressDetail')),
    field('error', STRING),
    field('errorDetail', named('ErrorDetail')),
    field('aux', UNKNOWN),
  ]
  edit.declare('LoadImageInfo', [field('stream', STRING), ...progress()], 'wire: docker load')
  edit.declare('PluginInfo', progress(), 'wire: docker plugin install')
  edit.addField('ProgressDetail', 'start', NUMBER, 'moby: pkg/jsonmessage')
}
