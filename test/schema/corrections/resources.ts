// What the Engine sends of images, volumes, networks and plugins. Sources: moby's structs under api/types/image, volume, network,
// plugin; checked against real Engines by live.test.ts and recorded.test.ts.

import type { Edit } from '../edit.ts'
import { either, listOf, mapOf, named, plain, STRING, UNKNOWN } from '../model.ts'

const IMAGE = 'moby: api/types/image'
const VOLUME = 'moby: api/types/volume'
const NETWORK = 'moby: api/types/network'

export function resources(edit: Edit): void {
  images(edit)
  volumes(edit)
  networks(edit)
  const plugin = 'moby: api/types/plugin'
  edit.orNull('PluginConfig', 'Env Mounts', plugin)
  edit.orNull('PluginConfigArgs', 'Settable Value', plugin)
  edit.orNull('PluginConfigLinux', 'Capabilities Devices', plugin)
  for (const name of ['PluginMount', 'PluginDevice', 'PluginEnv']) edit.orNull(name, 'Settable', plugin)
  edit.always('PluginPrivilege', 'Name Description Value', 'moby: api/types/plugin')
  edit.response(
    'GetPluginPrivileges',
    '200',
    { 'application/json': either(listOf(named('PluginPrivilege')), plain('null')) },
    'wire: null where it asks for none',
  )
}

function images(edit: Edit): void {
  edit.orNull('ImageSummary', 'RepoTags RepoDigests Labels', `${IMAGE}; null below 1.43 for an image without a name`)
  edit.maybe('ImageSummary', 'Manifests Descriptor', IMAGE)
  edit.always('ImageInspect', 'Id RepoTags RepoDigests Architecture Os Size RootFS Metadata', IMAGE)
  edit.orNull('ImageInspect', 'Config', `${IMAGE}: a pointer`)
  edit.maybe(
    'ImageInspect',
    'Created Comment Author Variant OsVersion GraphDriver Descriptor Manifests Identity',
    IMAGE,
  )
  edit.maybe('ImageInspectMetadata', 'LastTagTime', IMAGE)
  edit.maybeNull(
    'ImageConfig',
    'Env Cmd Volumes Entrypoint OnBuild Labels',
    `${IMAGE}: below 1.52 never left out, but null`,
  )
  edit.always('OCIDescriptor', 'mediaType digest size', 'OCI image specification: descriptor')
  edit.maybe('OCIDescriptor', 'urls annotations data platform artifactType', 'OCI image specification: descriptor')
  edit.always('DriverData', 'Name', 'moby: api/types/storage')
  edit.orNull('DriverData', 'Data', 'moby: api/types/storage')
  edit.orNull('ImageHistoryResponseItem', 'Tags', IMAGE)
  edit.always('ImageSearchResponseItem', 'name description is_official star_count', 'moby: api/types/registry')
  edit.always('ImagePruneResponse', 'SpaceReclaimed', IMAGE)
  edit.orNull('ImagePruneResponse', 'ImagesDeleted', IMAGE)
  edit.maybe('ImageDeleteResponseItem', 'Untagged Deleted', IMAGE)
  edit.always('BuildPruneResponse', 'SpaceReclaimed', 'moby: api/types/build')
  edit.orNull('BuildPruneResponse', 'CachesDeleted', 'moby: api/types/build')
  edit.always('BuildCache', 'ID Type Description InUse Shared Size CreatedAt UsageCount', 'moby: api/types/build')
  edit.orNull('BuildCache', 'LastUsedAt', 'moby: api/types/build')
  edit.maybe('BuildCache', 'Parents', 'moby: api/types/build')
  edit.addField('BuildCache', 'Parent', STRING, 'history')
  edit.field('BuildCache', 'Parent', { removed: '1.42' }, 'history')
  const parents = 'wire, and moby: the tag of the Go field has a space before the name'
  edit.addField('BuildCache', ' Parents', listOf(STRING), parents, {
    since: '1.42',
    description: '`Parents` as Engines write it, with a space before it.',
  })
}

function volumes(edit: Edit): void {
  edit.orNull('Volume', 'Labels Options', VOLUME)
  edit.maybe('Volume', 'CreatedAt UsageData Status ClusterVolume', VOLUME)
  edit.field('Volume', 'Status', { type: mapOf(UNKNOWN) }, `${VOLUME}: what the driver says`)
  clusterVolumes(edit)
  edit.orNull('VolumeListResponse', 'Warnings', VOLUME)
  edit.always('VolumeListResponse', 'Volumes', VOLUME)
  edit.always('VolumePruneResponse', 'SpaceReclaimed', VOLUME)
  edit.orNull('VolumePruneResponse', 'VolumesDeleted', VOLUME)
}

/** The document has what belongs to the volume in its access mode. */
function clusterVolumes(edit: Edit): void {
  const source = 'moby: api/types/volume/cluster_volume.go'
  const [spec, mode] = ['ClusterVolumeSpec', 'ClusterVolumeSpecAccessMode']
  for (const name of ['Secrets', 'AccessibilityRequirements', 'CapacityRange', 'Availability']) {
    const field = edit.declaration(mode).fields?.find((one) => one.name === name)
    edit.addField(spec, name, field?.type ?? UNKNOWN, source)
    edit.never(mode, name, source)
  }
  const text = (name: string) => ({ name, type: STRING, required: false, nullable: false })
  const flags = { name: 'MountFlags', type: listOf(STRING), required: false, nullable: false }
  edit.declare('ClusterVolumeMount', [text('FsType'), flags], source)
  edit.field(mode, 'MountVolume', { type: named('ClusterVolumeMount') }, source)
  edit.addField(mode, 'BlockVolume', plain('EmptyObject'), source)
}

function networks(edit: Edit): void {
  edit.receivedForm('IPAM', 'Driver', 'Options Config', NETWORK)
  edit.always(
    'Network',
    'Name Id Created Scope Driver EnableIPv6 IPAM Internal Attachable Ingress ConfigFrom ConfigOnly',
    NETWORK,
  )
  edit.orNull('Network', 'Options Labels', NETWORK)
  edit.maybe('Network', 'Peers', NETWORK)
  const endpoints = mapOf(named('EndpointResource'))
  edit.field(
    'Network',
    'Containers',
    { type: endpoints },
    'the history of the API: of lists alone, and empty since 1.28',
  )
  edit.maybeNull('Network', 'Containers', 'wire')
  edit.always('NetworkInspect', 'Containers', NETWORK)
  edit.maybe('NetworkInspect', 'Services Status', NETWORK)
  edit.field(
    'NetworkInspect',
    'Services',
    { type: mapOf(named('ServiceInfo')), since: '1.28' },
    'history: with `verbose`',
  )
  edit.always('EndpointResource', 'Name EndpointID MacAddress IPv4Address IPv6Address', NETWORK)
  edit.always('NetworkCreateResponse', 'Id Warning', NETWORK)
  edit.field(
    'NetworkPruneResponse',
    'NetworksDeleted',
    { since: undefined },
    "the document of 1.25 has another operation's",
  )
  edit.orNull('NetworkPruneResponse', 'NetworksDeleted', NETWORK)
  edit.never('NetworkPruneResponse', 'VolumesDeleted', "the document of 1.25: another operation's")
}
