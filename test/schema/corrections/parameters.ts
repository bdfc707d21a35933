// Query parameters that the documents lack, give another type than the Engine reads, or wrote down late.
// Sources: moby's routers under daemon/server/router, and its httputils/form.go for what is read with the form's list.

import type { Edit } from '../edit.ts'
import { either, listOf, mapOf, NUMBER, named, oneOf, plain, STRING } from '../model.ts'

/** Unix seconds, a text as the Engine reads it (seconds with a fraction, or where it says so RFC 3339 and durations), or a Date. */
const TIME = named('Timestamp')
/** Digits as a text. */
const DIGITS = plain(`\`$\{number}\``)
const LOGS = 'ContainerLogs ServiceLogs TaskLogs'

export function parameters(edit: Edit): void {
  edit.alias('Timestamp', either(NUMBER, STRING, plain('Date')), 'fairlead: what its query takes for a time')
  edit.query(LOGS, 'since', TIME, 'moby: container_routes.go reads seconds with a fraction')
  edit.query('ContainerLogs', 'until', TIME, 'the same')
  edit.query('SystemEvents', 'since', TIME, 'moby: system_routes.go')
  edit.query('SystemEvents', 'until', TIME, 'moby: system_routes.go')
  edit.query('ContainerLogs', 'details', plain('boolean'), 'moby: container_routes.go, getContainersLogs')
  edit.query('ContainerLogs', 'format', oneOf('json'), 'moby: container_routes.go; experimental', { since: '1.54' })
  edit.query(LOGS, 'tail', either(oneOf('all'), NUMBER, DIGITS), 'the document: a number, or all')

  const texts = either(STRING, listOf(STRING))
  edit.query('ImageBuild', 't', texts, "moby: build_routes.go reads the form's list")
  edit.query('ImageBuild', 'extrahosts', texts, "moby: build_routes.go reads the form's list")
  edit.query(
    'ImageBuild',
    'buildargs',
    mapOf(plain('string | null')),
    'moby: build_routes.go decodes JSON, null takes the environment',
  )
  edit.query('ImageBuild', 'labels', mapOf(STRING), 'moby: build_routes.go decodes JSON')
  edit.query('ImageBuild', 'ulimits', STRING, 'moby: build_routes.go decodes JSON: a list of ulimits')
  edit.query('ImageCommit', 'changes', texts, "moby: commit_routes reads the form's list")

  const build = 'moby: build_routes.go'
  edit.query('ImageBuild', 'cpusetmems', STRING, build)
  edit.query('ImageBuild', 'cgroupparent', STRING, build)
  edit.query('ImageBuild', 'securityopt', texts, `${build}; Windows alone`)
  edit.query('ImageBuild', 'isolation', oneOf('default', 'process', 'hyperv'), `${build}; Windows alone`)
  edit.query('ImageBuild', 'session', STRING, `${build}; BuildKit`, { since: '1.31' })
  edit.query('ImageBuild', 'buildid', STRING, `${build}; for /build/cancel`, { since: '1.39' })
  edit.query('ContainerStart', 'checkpoint', STRING, 'moby: container_routes.go; experimental')
  edit.query('ContainerStart', 'checkpoint-dir', STRING, 'moby: container_routes.go; experimental')
}

/** Keys of filters that the documents lack, misspell, or list late. */
export function filters(edit: Edit): void {
  edit.never('PluginListFilters', 'enable', 'moby: plugin/list.go takes `enabled`')
  edit.filters('PluginList', 'enabled', 'moby: plugin/list.go', listOf(oneOf('true', 'false')))
  edit.filters('ServiceList TaskList', 'runtime', 'moby: daemon/cluster/filters.go', listOf(STRING), '1.31')
  for (const name of ['Container', 'Image', 'Network']) {
    edit.field(`${name}PruneFilters`, 'label label!', { since: '1.29' }, 'history')
  }
}
