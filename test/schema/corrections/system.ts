// What the Engine sends of itself, of events and of the swarm. Sources: moby's structs under api/types/system, events, registry,
// swarm; checked against real Engines by live.test.ts and recorded.test.ts.

import type { Edit } from '../edit.ts'
import { type Field, listOf, mapOf, NUMBER, named, plain, STRING } from '../model.ts'

const SYSTEM = 'moby: api/types/system'
const SWARM = 'moby: api/types/swarm'

export function system(edit: Edit): void {
  info(edit)
  usage(edit)
  swarm(edit)
  edit.always('SystemVersion', 'Version ApiVersion GitCommit GoVersion Os Arch', 'moby: api/types')
  edit.maybe(
    'SystemVersion',
    'MinAPIVersion KernelVersion BuildTime Experimental Platform Components',
    'moby: api/types',
  )
  edit.maybe('SystemVersionComponentsItem', 'Details', 'moby: api/types')
  edit.field('SystemVersionComponentsItem', 'Details', { type: mapOf(STRING) }, 'moby: api/types')
  for (const name of ['auth', 'identitytoken', 'registrytoken'])
    edit.addField('AuthConfig', name, STRING, 'moby: api/types/registry')
  const events = 'moby: api/types/events'
  edit.always('EventMessage', 'Type Action Actor time timeNano scope', events)
  edit.field('EventMessage', 'scope', { since: '1.30' }, 'the history of the API')
  edit.always('EventActor', 'ID Attributes', events)
  for (const name of ['status', 'id', 'from']) {
    edit.addField('EventMessage', name, STRING, events)
    edit.field('EventMessage', name, { deprecated: '1.22', removed: '1.52' }, 'the history of the API')
  }
  edit.always('ErrorResponse', 'message', 'wire')
}

function info(edit: Edit): void {
  const text = 'ID Driver SystemTime LoggingDriver CgroupDriver KernelVersion OperatingSystem OSType Architecture'
  edit.always(
    'SystemInfo',
    `${text} DockerRootDir IndexServerAddress HttpProxy HttpsProxy NoProxy Name ServerVersion`,
    SYSTEM,
  )
  edit.always(
    'SystemInfo',
    'Containers ContainersRunning ContainersPaused ContainersStopped Images NFd NGoroutines',
    SYSTEM,
  )
  edit.always(
    'SystemInfo',
    'NEventsListener NCPU MemTotal MemoryLimit SwapLimit CpuCfsPeriod CpuCfsQuota CPUShares',
    SYSTEM,
  )
  edit.always(
    'SystemInfo',
    'CPUSet PidsLimit OomKillDisable IPv4Forwarding Debug ExperimentalBuild LiveRestoreEnabled',
    SYSTEM,
  )
  edit.always('SystemInfo', 'Plugins RegistryConfig Labels Runtimes DefaultRuntime Swarm Isolation', SYSTEM)
  edit.always('SystemInfo', 'InitBinary ContainerdCommit RuncCommit InitCommit SecurityOptions', SYSTEM)
  edit.orNull('SystemInfo', 'DriverStatus GenericResources Warnings', SYSTEM)
  edit.maybe(
    'SystemInfo',
    'ProductLicense DefaultAddressPools FirewallBackend DiscoveredDevices Containerd NRI',
    SYSTEM,
  )
  edit.maybeNull('SystemInfo', 'CDISpecDirs', `${SYSTEM}; null below 1.44`)
  edit.always('PluginsInfo', 'Volume Network Log', SYSTEM)
  edit.orNull('PluginsInfo', 'Authorization', SYSTEM)
  edit.always('RegistryServiceConfig', 'InsecureRegistryCIDRs IndexConfigs', 'moby: api/types/registry')
  edit.orNull('RegistryServiceConfig', 'Mirrors', 'moby: api/types/registry; null from 28 on')
  const gone = 'AllowNondistributableArtifactsCIDRs AllowNondistributableArtifactsHostnames'
  edit.maybeNull('RegistryServiceConfig', gone, 'the history of the API: null in 1.48')
  edit.always('IndexInfo', 'Name Mirrors Secure Official', 'moby: api/types/registry')
  edit.always('Commit', 'ID', SYSTEM)
  edit.always('SwarmInfo', 'NodeID NodeAddr LocalNodeState ControlAvailable Error', SWARM)
  edit.orNull('SwarmInfo', 'RemoteManagers', SWARM)
  edit.maybe('SwarmInfo', 'Nodes Managers Cluster', SWARM)
  edit.always('ContainerdInfo', 'Namespaces', SYSTEM)
  edit.always('ContainerdInfoNamespaces', 'Containers Plugins', SYSTEM)
}

function usage(edit: Edit): void {
  const kinds = { Containers: 'ContainerSummary', Images: 'ImageSummary', Volumes: 'Volume', BuildCache: 'BuildCache' }
  for (const [kind, item] of Object.entries(kinds)) {
    edit.field(
      `${kind}DiskUsage`,
      'Items',
      { type: listOf(named(item)) },
      'the history of the API; the document has any objects',
    )
  }
  for (const name of ['LayersSize', 'Images', 'Containers', 'Volumes', 'BuildCache']) {
    const source = 'the history of the API: 1.52 sends both'
    edit.field('SystemDataUsageResponse', name, { deprecated: '1.52', removed: '1.53' }, source)
    if (name !== 'LayersSize') edit.maybeNull('SystemDataUsageResponse', name, 'wire: null where there is none')
  }
  edit.addField('SystemDataUsageResponse', 'BuilderSize', NUMBER, 'the history of the API', { since: '1.31' })
  edit.field('SystemDataUsageResponse', 'BuilderSize', { removed: '1.42' }, 'the history of the API')
}

function swarm(edit: Edit): void {
  const meta = 'ID Version CreatedAt UpdatedAt Spec'
  for (const name of ['Node', 'Service', 'Secret', 'Config', 'ClusterInfo']) edit.always(name, meta, SWARM)
  edit.receivedForm('ServiceSpec', 'Name TaskTemplate Mode', 'Labels', SWARM)
  edit.receivedForm('SecretSpec', 'Name', 'Labels', SWARM)
  edit.receivedForm('ConfigSpec', 'Name', 'Labels', SWARM)
  edit.receivedForm('NodeSpec', 'Role Availability', 'Labels', SWARM)
  for (const [name, fields] of [
    ['ServiceSpecMode', 'Global GlobalJob'],
    ['TaskSpecContainerSpecConfigsItem', 'Runtime'],
  ] as const) {
    edit.field(name, fields, { type: plain('EmptyObject') }, `${SWARM}: a struct without fields`)
  }
  edit.always('ServiceCreateResponse', 'ID', SWARM)
  edit.field(
    'ServiceUpdateResponse',
    'Warnings',
    { since: undefined },
    "the documents before 1.28 have another operation's",
  )
  edit.maybeNull('ServiceUpdateResponse', 'Warnings', SWARM)
  edit.always('ObjectVersion', 'Index', SWARM)
  edit.always('Node', 'Description Status', SWARM)
  edit.maybe('Node', 'ManagerStatus', SWARM)
  edit.always('NodeDescription', 'Hostname Platform Resources Engine', SWARM)
  edit.always('NodeStatus', 'State Addr', SWARM)
  edit.always('Service', 'Endpoint', SWARM)
  edit.always('ServiceServiceStatus', 'RunningTasks DesiredTasks', SWARM)
  edit.always('Task', 'ID Version CreatedAt UpdatedAt Labels Spec Status DesiredState', SWARM)
  const text = (name: string): Field => ({ name, type: STRING, required: false, nullable: false })
  edit.declare('VolumeAttachment', [text('ID'), text('Source'), text('Target')], SWARM)
  edit.addField('Task', 'Volumes', listOf(named('VolumeAttachment')), 'moby: api/types/swarm; in no document', {
    since: '1.42',
  })
  edit.maybeNull('Task', 'Volumes', 'wire')
  edit.always('TaskStatus', 'Timestamp State PortStatus', SWARM)
  edit.always('JoinTokens', 'Worker Manager', SWARM)
  edit.always('Swarm', 'JoinTokens', SWARM)
  edit.always('ClusterInfo', 'TLSInfo RootRotationInProgress', SWARM)
  edit.always('UnlockKeyResponse', 'UnlockKey', SWARM)
}
