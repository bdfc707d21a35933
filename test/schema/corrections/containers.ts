// What the Engine sends of containers and execs. Sources: moby's structs under api/types/container and api/types/network, whose
// JSON tags say what is left out when empty; checked against real Engines by live.test.ts and recorded.test.ts.

import type { Edit } from '../edit.ts'
import { either, listOf, named, plain, STRING } from '../model.ts'

const GO = 'moby: api/types/container'

export function containers(edit: Edit): void {
  summary(edit)
  inspect(edit)
  hostConfig(edit)
  stats(edit)
  edit.always('ContainerTopResponse', 'Titles Processes', GO)
  edit.response(
    'ContainerChanges',
    '200',
    { 'application/json': either(listOf(named('FilesystemChange')), plain('null')) },
    'wire: null where nothing changed',
  )
  edit.maybeNull('ContainerWaitResponse', 'Error', 'wire: null before 1.42, left out since')
  edit.orNull('ContainerUpdateResponse', 'Warnings', GO)
  edit.always('ContainerPruneResponse', 'SpaceReclaimed', GO)
  edit.orNull('ContainerPruneResponse', 'ContainersDeleted', GO)
  edit.always(
    'ExecInspectResponse',
    'ID Running ProcessConfig OpenStdin OpenStderr OpenStdout CanRemove ContainerID Pid',
    GO,
  )
  edit.orNull('ExecInspectResponse', 'ExitCode DetachKeys', 'moby: exec inspect; ExitCode is null until it ended')
  edit.always('ProcessConfig', 'tty entrypoint arguments', GO)
}

function summary(edit: Edit): void {
  edit.always('ContainerSummary', 'Id Names Image ImageID Command Created Ports Labels State Status', GO)
  edit.always('ContainerSummary', 'HostConfig NetworkSettings Mounts', GO)
  edit.maybe('ContainerSummary', 'SizeRw SizeRootFs ImageManifestDescriptor Health', GO)
  edit.always('ContainerSummaryNetworkSettings', 'Networks', GO)
  edit.always('MountPoint', 'Source Destination Mode RW Propagation', GO)
  edit.receivedForm(
    'EndpointSettings',
    'NetworkID EndpointID Gateway IPAddress IPPrefixLen IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen MacAddress',
    'IPAMConfig Links Aliases DriverOpts',
    'moby: api/types/network',
  )
  edit.maybeNull('EndpointSettings', 'DNSNames', 'moby: api/types/network; null below 1.44')
}

function inspect(edit: Edit): void {
  edit.always(
    'ContainerInspectResponse',
    'Id Created Path Args State Image ResolvConfPath HostnamePath HostsPath LogPath',
    GO,
  )
  edit.always(
    'ContainerInspectResponse',
    'Name RestartCount Driver Platform MountLabel ProcessLabel AppArmorProfile',
    GO,
  )
  edit.always('ContainerInspectResponse', 'HostConfig Mounts Config NetworkSettings', GO)
  edit.orNull('ContainerInspectResponse', 'ExecIDs', GO)
  edit.maybe('ContainerInspectResponse', 'SizeRw SizeRootFs GraphDriver Storage ImageManifestDescriptor', GO)
  edit.never('ContainerInspectResponse', 'Node', 'a document before 1.39: of standalone Swarm, not of the Engine')
  edit.always(
    'ContainerState',
    'Status Running Paused Restarting OOMKilled Dead Pid ExitCode Error StartedAt FinishedAt',
    GO,
  )
  edit.maybe('ContainerState', 'Health', GO)
  edit.field('ContainerState', 'Health', { since: undefined }, 'moby: 1.24 had it')
  edit.always('Health', 'Status FailingStreak Log', GO)
  edit.always('HealthcheckResult', 'Start End ExitCode Output', GO)
  edit.receivedForm(
    'ContainerConfig',
    'Hostname Domainname User AttachStdin AttachStdout AttachStderr Tty OpenStdin StdinOnce Image WorkingDir',
    'Env Cmd Volumes Entrypoint Labels',
    GO,
  )
  edit.maybeNull('ContainerConfig', 'OnBuild', 'moby: left out when empty from 1.52 on, null before')
  edit.always('NetworkSettings', 'SandboxID SandboxKey Networks', GO)
  edit.orNull('NetworkSettings', 'Ports', 'moby: api/types/container; nil once the container has ended')
  edit.maybeNull('NetworkSettings', 'SecondaryIPAddresses SecondaryIPv6Addresses', GO)
}

function hostConfig(edit: Edit): void {
  edit.receivedForm('RestartPolicy', 'Name MaximumRetryCount', '', GO)
  edit.field(
    'HostConfigLogConfig',
    'Type',
    { type: STRING },
    'logging drivers can be plugins; the document lists its own',
  )
  edit.receivedForm('HostConfigLogConfig', 'Type', 'Config', GO)
  edit.receivedForm(
    'HostConfig',
    `CpuShares Memory CgroupParent BlkioWeight CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime CpusetCpus CpusetMems \
MemoryReservation MemorySwap NanoCpus CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth ContainerIDFile LogConfig \
NetworkMode RestartPolicy AutoRemove VolumeDriver ConsoleSize IpcMode Cgroup OomScoreAdj PidMode Privileged \
PublishAllPorts ReadonlyRootfs UTSMode UsernsMode ShmSize Isolation`,
    `BlkioWeightDevice BlkioDeviceReadBps BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps Devices DeviceRequests \
DeviceCgroupRules MemorySwappiness OomKillDisable PidsLimit Ulimits Binds PortBindings VolumesFrom CapAdd CapDrop Dns DnsOptions \
DnsSearch ExtraHosts GroupAdd Links SecurityOpt MaskedPaths ReadonlyPaths`,
    GO,
  )
  edit.alias(
    'PortMap',
    { kind: 'map', of: either(listOf(named('PortBinding')), plain('null')) },
    'wire: null is an exposed port',
  )
}

function stats(edit: Edit): void {
  edit.always('ContainerStatsResponse', 'read preread cpu_stats precpu_stats memory_stats pids_stats blkio_stats', GO)
  edit.always('ContainerStatsResponse', 'num_procs storage_stats', GO)
  edit.maybe('ContainerStatsResponse', 'name id networks os_type', GO)
  const blkio = 'io_service_bytes_recursive io_serviced_recursive io_queue_recursive io_service_time_recursive'
  edit.orNull(
    'ContainerBlkioStats',
    `${blkio} io_wait_time_recursive io_merged_recursive io_time_recursive sectors_recursive`,
    GO,
  )
  edit.always('ContainerBlkioStatEntry', 'major minor op value', GO)
  edit.always('ContainerCPUStats', 'cpu_usage throttling_data', GO)
  edit.maybe('ContainerCPUStats', 'system_cpu_usage online_cpus', GO)
  edit.always('ContainerCPUUsage', 'total_usage usage_in_kernelmode usage_in_usermode', GO)
  edit.maybe('ContainerCPUUsage', 'percpu_usage', GO)
  edit.always('ContainerThrottlingData', 'periods throttled_periods throttled_time', GO)
  edit.maybe('ContainerPidsStats', 'current limit', GO)
  edit.maybe('ContainerMemoryStats', 'usage max_usage failcnt limit', GO)
  edit.maybe('ContainerMemoryStats', 'commitbytes commitpeakbytes privateworkingset', GO)
  edit.field('ContainerMemoryStats', 'stats', { type: { kind: 'map', of: plain('number') } }, GO)
  const network = 'rx_bytes rx_packets rx_errors rx_dropped tx_bytes tx_packets tx_errors tx_dropped'
  edit.always('ContainerNetworkStats', network, GO)
  edit.maybe(
    'ContainerStorageStats',
    'read_count_normalized read_size_bytes write_count_normalized write_size_bytes',
    GO,
  )
}
