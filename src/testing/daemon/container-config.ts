// The body of POST /containers/create, checked as the Engine's decoder checks it, with Go's error messages, and completed with the
// Engine's defaults in the order of inspect.

import { goKind } from '../base/go-json.ts'
import { HttpError } from '../base/http-error.ts'
import type { Image } from './images.ts'

/** A container's Config, as inspect returns it. */
export interface Config {
  Tty: boolean
  OpenStdin: boolean
  StdinOnce: boolean
  AttachStdin: boolean
  AttachStdout: boolean
  AttachStderr: boolean
  Env: readonly string[] | null
  Cmd: readonly string[] | null
  Entrypoint: readonly string[] | null
  Image: string
  Labels: Readonly<Record<string, string>>
  StopSignal?: string
  StopTimeout?: number
  [other: string]: unknown
}

/** A container's HostConfig, as inspect returns it. */
export interface HostConfig {
  AutoRemove: boolean
  NetworkMode: string
  LogConfig: { Type: string; Config: Readonly<Record<string, string>> }
  [other: string]: unknown
}

const KINDS: Readonly<Record<string, 'string' | 'boolean' | 'strings' | 'record' | 'number'>> = {
  Hostname: 'string',
  Domainname: 'string',
  User: 'string',
  AttachStdin: 'boolean',
  AttachStdout: 'boolean',
  AttachStderr: 'boolean',
  Tty: 'boolean',
  OpenStdin: 'boolean',
  StdinOnce: 'boolean',
  Env: 'strings',
  Cmd: 'strings',
  Image: 'string',
  WorkingDir: 'string',
  Entrypoint: 'strings',
  Labels: 'record',
  StopSignal: 'string',
  StopTimeout: 'number',
  HostConfig: 'record',
}

/** The names of the Go types, for the decoder's error messages. */
const GO_TYPES = {
  string: 'string',
  boolean: 'bool',
  strings: '[]string',
  record: 'map[string]string',
  number: 'int',
}

function checkKinds(body: Readonly<Record<string, unknown>>): void {
  for (const [name, kind] of Object.entries(KINDS)) {
    const value = body[name]
    if (value === undefined || value === null) continue
    const is = goKind(value)
    const fits =
      kind === 'strings'
        ? (is === 'array' && (value as unknown[]).every((each) => typeof each === 'string')) ||
          (is === 'string' && name !== 'Env')
        : is === { string: 'string', boolean: 'bool', record: 'object', number: 'number' }[kind]
    if (fits) continue
    const field = `ContainerConfigWrapper.${name}`
    const type = is === 'array' && kind === 'strings' ? 'string' : GO_TYPES[kind]
    throw new HttpError(500, `json: cannot unmarshal ${is} into Go struct field ${field} of type ${type}`)
  }
}

/** Checks the request's fields and returns them. Throws a {@link HttpError} for what the Engine rejects before it looks for the image. */
export function checkCreate(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw new HttpError(
      500,
      `json: cannot unmarshal ${goKind(body)} into Go value of type runconfig.ContainerConfigWrapper`,
    )
  }
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>
  checkKinds(fields)
  if (!Object.keys(fields).some((name) => name !== 'HostConfig' && (name in CONFIG || name in KINDS))) {
    throw new HttpError(400, 'Config cannot be empty in order to create a container')
  }
  return fields
}

const CONFIG = {
  Hostname: '',
  Domainname: '',
  User: '',
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: null,
  Cmd: null,
  Image: '',
  Volumes: null,
  WorkingDir: '',
  Entrypoint: null,
  OnBuild: null,
  Labels: {},
}

function strings(value: unknown): readonly string[] | null {
  return typeof value === 'string' ? [value] : ((value as readonly string[] | null | undefined) ?? null)
}

/** A container's Config: the request's fields override the image's, which override the defaults. */
export function makeConfig(fields: Readonly<Record<string, unknown>>, id: string, { defaults }: Image): Config {
  const { HostConfig: _host, NetworkingConfig: _network, ...asked } = fields
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null))
  const entrypoint = strings(fields.Entrypoint)
  const env = [...(strings(fields.Env) ?? [])]
  const names = new Set(env.map((entry) => entry.split('=', 1)[0]))
  for (const [name, value] of Object.entries(defaults.env ?? {})) if (!names.has(name)) env.push(`${name}=${value}`)
  return {
    ...CONFIG,
    Hostname: id.slice(0, 12),
    ...given,
    Env: env.length > 0 ? env : null,
    Cmd: strings(fields.Cmd) ?? (entrypoint ? null : (defaults.cmd ?? null)),
    Entrypoint: entrypoint,
    Labels: { ...defaults.labels, ...(fields.Labels as object | null) },
  } as Config
}

/** What Engine 20.10 returns for an empty HostConfig. */
const HOST_CONFIG_TEXT =
  '{"Binds":null,"ContainerIDFile":"","LogConfig":{"Type":"json-file","Config":{}},"NetworkMode":"default","PortBindings":null,"RestartPolicy":{"Name":"","MaximumRetryCount":0},"AutoRemove":false,"VolumeDriver":"","VolumesFrom":null,"CapAdd":null,"CapDrop":null,"CgroupnsMode":"host","Dns":null,"DnsOptions":null,"DnsSearch":null,"ExtraHosts":null,"GroupAdd":null,"IpcMode":"private","Cgroup":"","Links":null,"OomScoreAdj":0,"PidMode":"","Privileged":false,"PublishAllPorts":false,"ReadonlyRootfs":false,"SecurityOpt":null,"UTSMode":"","UsernsMode":"","ShmSize":67108864,"Runtime":"runc","ConsoleSize":[0,0],"Isolation":"","CpuShares":0,"Memory":0,"NanoCpus":0,"CgroupParent":"","BlkioWeight":0,"BlkioWeightDevice":null,"BlkioDeviceReadBps":null,"BlkioDeviceWriteBps":null,"BlkioDeviceReadIOps":null,"BlkioDeviceWriteIOps":null,"CpuPeriod":0,"CpuQuota":0,"CpuRealtimePeriod":0,"CpuRealtimeRuntime":0,"CpusetCpus":"","CpusetMems":"","Devices":null,"DeviceCgroupRules":null,"DeviceRequests":null,"KernelMemory":0,"KernelMemoryTCP":0,"MemoryReservation":0,"MemorySwap":0,"MemorySwappiness":null,"OomKillDisable":false,"PidsLimit":null,"Ulimits":null,"CpuCount":0,"CpuPercent":0,"IOMaximumIOps":0,"IOMaximumBandwidth":0,"MaskedPaths":["/proc/asound","/proc/acpi","/proc/kcore","/proc/keys","/proc/latency_stats","/proc/timer_list","/proc/timer_stats","/proc/sched_debug","/proc/scsi","/sys/firmware"],"ReadonlyPaths":["/proc/bus","/proc/fs","/proc/irq","/proc/sys","/proc/sysrq-trigger"]}'

/** A container's HostConfig: the request's fields override the defaults. */
export function makeHostConfig(asked: unknown): HostConfig {
  const given = Object.fromEntries(Object.entries((asked as object | null) ?? {}).filter(([, value]) => value !== null))
  const config = { ...JSON.parse(HOST_CONFIG_TEXT), ...given } as HostConfig
  const { Type = '', Config: options } = config.LogConfig
  config.LogConfig = { Type: Type || 'json-file', Config: options ?? {} }
  config.NetworkMode ||= 'default'
  return config
}
