// What is null in a response: a nil pointer, slice, map or interface of the Engine's Go structs whose tag has no omitempty. The
// structs of four releases are data (test/schema/go); every such field is null in the types, but for those listed here, which the
// Engine fills in before it writes them. go.test.ts holds the types to both lists.

import type { Edit } from '../edit.ts'
import { goFindings, type Source } from '../go/walk.ts'

const ANNOTATIONS = 'moby: daemon/cluster/convert/service.go makes a map'
const MADE = 'moby: made with its container'
const SETTINGS = 'moby: plugin/v2/plugin.go makes them'
const REGISTRY = 'moby: registry/config.go makes them'

/** `Declaration.field` → why it is never null though its Go field can be nil. */
export const NEVER_NULL: Readonly<Record<string, string>> = {
  'ContainerSummary.Names': 'moby: container/view.go: "make sure the response isn\'t null"',
  'ContainerSummary.Ports': 'moby: container/view.go makes an empty list',
  'ContainerSummary.Mounts': 'moby: container.GetMountPoints makes a list',
  'ContainerSummary.NetworkSettings': 'moby: container/view.go',
  'ContainerSummaryNetworkSettings.Networks': 'moby: container/view.go makes a map',
  'ContainerCreateResponse.Warnings': 'moby: daemon/create.go: "Create an empty slice to avoid null"',
  'ContainerInspectResponse.Args': 'moby: daemon/create.go, what is left of a list with a first item',
  'ContainerInspectResponse.State': 'moby: daemon/inspect.go makes it',
  'ContainerInspectResponse.HostConfig': MADE,
  'ContainerInspectResponse.Config': MADE,
  'ContainerInspectResponse.NetworkSettings': 'moby: daemon/inspect.go makes it',
  'ContainerInspectResponse.Mounts': 'moby: container.GetMountPoints makes a list',
  'NetworkSettings.Networks': 'moby: daemon/inspect.go makes a map',
  'ContainerTopResponse.Titles': 'moby: daemon/top_unix.go, the text of the first line',
  'ExecInspectResponse.ProcessConfig': 'moby: daemon/exec.go makes it',
  'ProcessConfig.arguments': 'moby: daemon/exec.go, what is left of a list with a first item',
  'ImageInspect.RepoTags': 'moby: image_routes.go makes an empty list',
  'ImageInspect.RepoDigests': 'moby: image_routes.go makes an empty list',
  'ImageInspect.ContainerConfig': 'moby: the address of a field',
  'PluginsInfo.Volume': 'moby: the local driver is always there',
  'PluginsInfo.Network': 'moby: the drivers that are built in',
  'PluginsInfo.Log': 'moby: the drivers that are built in',
  'SystemInfo.RegistryConfig': REGISTRY,
  'RegistryServiceConfig.InsecureRegistryCIDRs': REGISTRY,
  'RegistryServiceConfig.IndexConfigs': REGISTRY,
  'IndexInfo.Mirrors': REGISTRY,
  'SystemInfo.Labels': 'moby: config.GetConflictFreeLabels makes a list',
  'SystemInfo.Runtimes': 'moby: runc is always there',
  'SwarmSpec.Labels': ANNOTATIONS,
  'Task.Labels': ANNOTATIONS,
  'EventActor.Attributes': 'moby: daemon/events.go makes a map',
  'VolumeListResponse.Volumes': 'moby: volume/service, volumesToAPI makes a list',
  'PluginSettings.Mounts': SETTINGS,
  'PluginSettings.Env': SETTINGS,
  'PluginSettings.Args': SETTINGS,
  'PluginSettings.Devices': SETTINGS,
  'PluginPrivilege.Value': 'moby: plugin/backend, computePrivileges',
}

export function nulls(edit: Edit): void {
  for (const { declaration, field, null: releases, structs } of goFindings(sourceOf(edit)).values()) {
    if (releases.length === 0 || NEVER_NULL[`${declaration}.${field}`] !== undefined) continue
    const source = `moby: ${[...structs].join(', ')} in ${releases.join(', ')}`
    edit.field(declaration, field, { nullable: true }, source)
    const form = edit.model.declarations.get(`${declaration}Received`)
    if (form?.fields?.some(({ name }) => name === field)) edit.field(form.name, field, { nullable: true }, source)
  }
}

export function sourceOf(edit: Edit): Source {
  return {
    responses: (id) =>
      edit.operation(id).responses.flatMap(({ status, content }) => (status < '300' ? Object.values(content) : [])),
    declared: (name) => edit.model.declarations.get(name),
  }
}
