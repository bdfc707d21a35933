// What an older document lacks though the API had it: no `@since`, or an earlier one; and what stood in an older document by
// mistake. Source "history": the history of the API, api/docs/CHANGELOG.md in moby, which says what came with which version.

import type { Edit } from '../edit.ts'

const HISTORY = 'history: not among what came with that version'

export function late(edit: Edit): void {
  const old = (declaration: string, names: string) => edit.field(declaration, names, { since: undefined }, HISTORY)
  // 1.32 is where these were first written down in full
  old(
    'SystemInfo',
    'CPUShares CPUSet LoggingDriver CgroupDriver Runtimes DefaultRuntime Swarm LiveRestoreEnabled Isolation',
  )
  old(
    'SystemInfo',
    'InitBinary ContainerdCommit RuncCommit InitCommit SecurityOptions BridgeNfIptables BridgeNfIp6tables',
  )
  old('SystemInfo', 'ClusterStore ClusterAdvertise KernelMemory')
  old('PluginsInfo', 'Authorization')
  old('RegistryServiceConfig', 'Mirrors AllowNondistributableArtifactsCIDRs AllowNondistributableArtifactsHostnames')
  old(
    'NetworkSettings',
    'SandboxID SandboxKey Networks HairpinMode LinkLocalIPv6Address LinkLocalIPv6PrefixLen EndpointID',
  )
  old(
    'NetworkSettings',
    'SecondaryIPAddresses SecondaryIPv6Addresses GlobalIPv6Address GlobalIPv6PrefixLen IPAddress IPv6Gateway',
  )
  old('Node', 'Status ManagerStatus')
  old('Resources', 'Init')
  old('ImageInspect', 'OsVersion')
  old('ExecInspectResponse', 'CanRemove DetachKeys')
  old('EndpointResource', 'Name')
  old('Network', 'Peers')
  old('EndpointPortConfig', 'PublishMode')
  old('ServiceCreateResponse', 'Warnings')
  old('TaskStatus', 'PortStatus')

  edit.field('Mount', 'Consistency', { since: '1.28' }, 'history')
  edit.field('Network', 'EnableIPv4', { since: '1.48' }, 'history')
  edit.field('NetworkCreateRequest', 'EnableIPv4', { since: '1.48' }, 'history')
  edit.field('Network', 'ConfigFrom ConfigOnly', { since: '1.30' }, 'moby#32981, Engine 17.06')
  edit.field('NetworkCreateRequest', 'Scope ConfigFrom ConfigOnly', { since: '1.30' }, 'moby#32981, Engine 17.06')

  edit.parameterSince('ContainerDelete', 'link', undefined, HISTORY)
  edit.parameterSince('ImageCreate', 'message', undefined, HISTORY)
  edit.parameterSince('ImageCreate', 'changes', undefined, HISTORY)
  edit.parameterSince('GetPluginPrivileges', 'remote', undefined, HISTORY)
  edit.parameterSince('PutContainerArchive', 'copyUIDGID', '1.30', 'history')
  edit.parameterSince('ImageBuild', 'target', '1.29', 'Engine 17.05')
  edit.parameterSince('ImageBuild', 'platform', '1.32', 'moby: build_routes.go')
  edit.noParameter('ImageBuild', 'Content-type', 'the body says what it is')
  edit.noParameter('GetPluginPrivileges', 'name', 'the documents of 1.25 and 1.26: `remote` was meant')
}

/** Slips of older documents: other definitions' fields, other spellings. */
export function slips(edit: Edit): void {
  const never = (declaration: string, names: string) => edit.never(declaration, names, 'a slip of older documents')
  never('OCIDescriptor', 'MediaType Size Digest URLs')
  edit.field(
    'OCIDescriptor',
    'mediaType size digest urls',
    { since: undefined },
    'moby: /distribution sends them since 1.30',
  )
  never('OCIPlatform', 'Architecture OS OSVersion OSFeatures Variant Features')
  edit.field('OCIPlatform', 'architecture os', { since: undefined }, 'moby: /distribution sends them since 1.30')
  never('HostConfig', 'NanoCPUs DiskQuota')
  never('ContainerUpdateRequest', 'NanoCPUs DiskQuota')
  never('ResourceObject', 'NanoCpus')
  never('NetworkSettings', 'Address PortMapping')
  never('TLSInfo', 'Name Labels Orchestration Raft Dispatcher CAConfig EncryptionConfig TaskDefaults')
  never('SystemInfo', 'DiscoveryBackend InitPath InitSha1 OomScoreAdj')
  never('SecretSpec', 'TaskTemplate Mode UpdateConfig Networks EndpointSpec RollbackConfig')
  never('ServiceCreateResponse', 'Warning')
  never('ServiceUpdateResponse', 'Untagged Deleted')
  never('IDResponse', 'ID')
}
