// One form of event for every API version and for Podman. Pure.
// Engine facts: API 1.52 has removed `status`, `id` and `from`; before 1.22 there was nothing else. A health check's result and an
// exec's command are in the action (`health_status: healthy`, `exec_create: ls`). Podman says 'remove' and 'died', names a volume in
// the attributes alone, and has the health beside the event.

import type { EventMessage } from '../../recipes/events.ts'

/** A container's health as its health check finds it. */
export type Health = 'starting' | 'healthy' | 'unhealthy' | 'none'

/** An event in the form that all Engines share: what {@link engineEvent} returns. */
export interface EngineEvent {
  /** What the event is about: 'container', 'image', 'network', 'volume', 'service' … */
  readonly type: string
  /** What happened, one word in Docker's terms: 'start', 'die', 'destroy', 'health_status', 'exec_create' … */
  readonly action: string
  /** The rest of the action: the command of an exec, the result of a health check. Otherwise undefined. */
  readonly detail: string | undefined
  /** The object's id; a volume's name; the reference of an image that was pulled. */
  readonly id: string
  /** The object's name, if the event has one. */
  readonly name: string | undefined
  /** The health in a 'health_status' event. Otherwise undefined. */
  readonly health: Health | undefined
  /** The exit code in a 'die' or 'exec_die' event. Otherwise undefined. */
  readonly exitCode: number | undefined
  /** The labels of the object and facts about the event, as the Engine sent them. */
  readonly attributes: Readonly<Record<string, string>>
  readonly scope: 'local' | 'swarm'
  /** When it happened, in ms since 1970 on the Engine's clock, with a fraction. 0 if the Engine did not say. */
  readonly time: number
}

/** Podman's words for what Docker calls otherwise. A service's end is 'remove' on Docker, too. */
const PODMAN_ACTIONS: Readonly<Record<string, string>> = {
  'container remove': 'destroy',
  'container died': 'die',
  'network remove': 'destroy',
  'volume remove': 'destroy',
  'image remove': 'delete',
}

/** Puts an event of `events()` in one form, for every API version and Engine. Absent fields become '' or undefined. */
export function engineEvent(message: EventMessage): EngineEvent {
  const sent = message as Partial<EventMessage> & { HealthStatus?: string }
  const attributes = sent.Actor?.Attributes ?? (sent.from === undefined ? {} : { image: sent.from })
  const type: string = sent.Type ?? (sent.from === undefined ? 'image' : 'container')
  const [, word = '', rest] = /^([^:]*)(?::\s*(.*))?$/s.exec(sent.Action ?? sent.status ?? '') ?? []
  const action = PODMAN_ACTIONS[`${type} ${word}`] ?? word
  const detail = rest?.trim() || undefined
  const isHealth = action === 'health_status'
  const ended = action === 'die' || action === 'exec_die' ? attributes.exitCode : undefined
  const id = sent.Actor?.ID || sent.id || (type === 'volume' || type === 'network' ? attributes.name : '') || ''
  return {
    type,
    action,
    detail,
    id,
    name: attributes.name ?? (type === 'volume' ? id : undefined),
    health: isHealth ? healthOf(detail ?? sent.HealthStatus ?? attributes.health_status) : undefined,
    exitCode: ended !== undefined && /^-?\d+$/.test(ended) ? Number(ended) : undefined,
    attributes,
    scope: sent.scope ?? 'local',
    time: sent.timeNano ? sent.timeNano / 1e6 : (sent.time ?? 0) * 1000,
  }
}

/** A health by its name. Undefined for any other text. */
export function healthOf(text: string | undefined): Health | undefined {
  return text === 'starting' || text === 'healthy' || text === 'unhealthy' || text === 'none' ? text : undefined
}
