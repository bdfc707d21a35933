// GET and HEAD /_ping, GET /version, GET /info, OPTIONS: what the daemon reports about itself. Fields in which a real daemon
// describes its machine have the value `embedded`.

import { shortStamp } from '../base/clock.ts'
import type { Daemon } from '../daemon/daemon.ts'
import type { Route, RouteContext } from './router.ts'

function ping({ request, response }: RouteContext): Promise<void> | undefined {
  response.set('Cache-Control', 'no-cache, no-store, must-revalidate').set('Pragma', 'no-cache')
  if (request.method === 'GET') return response.text(200, 'OK')
  return response.set('Content-Type', 'text/plain; charset=utf-8').set('Content-Length', '0').empty(200)
}

/** The value of fields in which a real daemon describes its machine. */
const KERNEL = 'embedded'
const BUILT = '2023-04-04T00:00:00.000000000+00:00'

function version({ version, apiVersion, minApiVersion }: Daemon['options']): object {
  const build = { GitCommit: 'embedded', GoVersion: 'go1.19.8' }
  const details = {
    ApiVersion: apiVersion,
    Arch: 'amd64',
    BuildTime: BUILT,
    Experimental: 'false',
    ...build,
    KernelVersion: KERNEL,
    MinAPIVersion: minApiVersion,
    Os: 'linux',
  }
  return {
    Platform: { Name: '' },
    Components: [
      { Name: 'Engine', Version: version, Details: details },
      { Name: 'containerd', Version: '1.6.20', Details: { GitCommit: '' } },
      { Name: 'runc', Version: '1.1.5', Details: { GitCommit: '' } },
      { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: '' } },
    ],
    Version: version,
    ApiVersion: apiVersion,
    MinAPIVersion: minApiVersion,
    ...build,
    Os: 'linux',
    Arch: 'amd64',
    KernelVersion: KERNEL,
    BuildTime: BUILT,
  }
}

const LIMITS = {
  MemoryLimit: true,
  SwapLimit: true,
  KernelMemory: true,
  KernelMemoryTCP: true,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: true,
  CPUSet: true,
  PidsLimit: true,
  IPv4Forwarding: true,
  BridgeNfIptables: true,
  BridgeNfIp6tables: true,
}

const REGISTRY = {
  AllowNondistributableArtifactsCIDRs: [],
  AllowNondistributableArtifactsHostnames: [],
  InsecureRegistryCIDRs: ['127.0.0.0/8'],
  IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
  Mirrors: [],
}

function info({ options, containers, images, events, clock }: Daemon): object {
  const all = containers.all
  const running = all.filter((container) => container.running).length
  return {
    ID: 'EMBE:DDED',
    Containers: all.length,
    ContainersRunning: running,
    ContainersPaused: 0,
    ContainersStopped: all.length - running,
    Images: images.all.length,
    Driver: 'overlay2',
    DriverStatus: [],
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'null'],
      Authorization: null,
      Log: ['json-file', 'local'],
    },
    ...LIMITS,
    Debug: false,
    NFd: 0,
    OomKillDisable: true,
    NGoroutines: 0,
    SystemTime: shortStamp(clock.now()),
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    NEventsListener: events.listeners,
    KernelVersion: KERNEL,
    OperatingSystem: 'fairlead embedded engine',
    OSVersion: '',
    OSType: 'linux',
    Architecture: 'x86_64',
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: REGISTRY,
    NCPU: 1,
    MemTotal: 0,
    GenericResources: null,
    DockerRootDir: '/var/lib/docker',
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: 'embedded',
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: options.version,
    Runtimes: { runc: { path: 'runc' } },
    DefaultRuntime: 'runc',
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: { ID: '', Expected: '' },
    RuncCommit: { ID: '', Expected: '' },
    InitCommit: { ID: '', Expected: '' },
    SecurityOptions: [],
    Warnings: null,
  }
}

/** The routes of the daemon itself. */
export const systemRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/_ping', handle: ping },
  { method: 'HEAD', pattern: '/_ping', handle: ping },
  { method: 'GET', pattern: '/version', handle: ({ response, daemon }) => response.json(200, version(daemon.options)) },
  { method: 'GET', pattern: '/info', handle: ({ response, daemon }) => response.json(200, info(daemon)) },
  { method: 'OPTIONS', pattern: '{any}', handle: ({ response }) => response.empty(200) },
]
