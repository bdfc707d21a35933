// A container in the form of GET /containers/json and of GET /containers/{id}/json, with the fields and their order of Engine
// 20.10. Tests compare it with captures of that Engine.

import { wallClock } from '../../net/base/timers.ts'
import { type Instant, NEVER, shortStamp } from '../base/clock.ts'
import type { Container } from './container.ts'

/** A duration in words, as in a container's Status (go-units HumanDuration). */
export function humanDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(seconds / 3600 + 0.5)
  if (seconds < 1) return 'Less than a second'
  if (seconds < 2) return '1 second'
  if (seconds < 60) return `${Math.floor(seconds)} seconds`
  if (minutes === 1) return 'About a minute'
  if (minutes < 60) return `${minutes} minutes`
  if (hours === 1) return 'About an hour'
  if (hours < 48) return `${hours} hours`
  if (hours < 24 * 14) return `${Math.floor(hours / 24)} days`
  if (hours < 24 * 60) return `${Math.floor(hours / 24 / 7)} weeks`
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`
  return `${Math.floor(hours / 24 / 365)} years`
}

function since(time: Instant): string {
  return humanDuration(wallClock() / 1000 - time.seconds - time.nanos / 1e9)
}

function statusText({ state, startedAt, finishedAt, exitCode, paused, health }: Container): string {
  if (state === 'running') return `Up ${since(startedAt!)}${paused ? ' (Paused)' : inBrackets(health?.status)}`
  if (state === 'exited') return `Exited (${exitCode}) ${since(finishedAt!)} ago`
  return 'Created'
}

/** A health, as a container's Status shows it (moby container/state.go). */
function inBrackets(status: string | undefined): string {
  if (status === undefined) return ''
  return status === 'starting' ? ' (health: starting)' : ` (${status})`
}

/** Joins arguments, those with a space in quotes, as moby's container view does. */
function commandLine([path = '', ...rest]: readonly string[]): string {
  return [path, ...rest.map((argument) => (argument.includes(' ') ? `'${argument}'` : argument))].join(' ')
}

function networks(container: Container): object {
  const endpoint = {
    IPAMConfig: null,
    Links: null,
    Aliases: null,
    NetworkID: container.state === 'created' ? '' : container.networkId,
    EndpointID: container.running ? container.id.split('').reverse().join('') : '',
    Gateway: '',
    IPAddress: '',
    IPPrefixLen: 0,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    MacAddress: '',
    DriverOpts: null,
  }
  return { [container.network]: endpoint }
}

/** The container's command. Without one, which a program does not need, a path made of the image's name. */
function command(container: Container): readonly string[] {
  return container.args.length > 0 ? container.args : [`/${container.image.tag.replace(/^.*\/|[:@].*$/g, '')}`]
}

/** One entry of GET /containers/json. */
export function summarize(container: Container, size: boolean): object {
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: container.config.Image,
    ImageID: container.image.id,
    Command: commandLine(command(container)),
    Created: container.created.seconds,
    Ports: container.ports.summarize(container.running),
    ...(size ? { SizeRootFs: 0 } : {}),
    Labels: container.config.Labels,
    State: container.paused ? 'paused' : container.state,
    Status: statusText(container),
    HostConfig: { NetworkMode: container.hostConfig.NetworkMode },
    NetworkSettings: { Networks: networks(container) },
    Mounts: [],
  }
}

/** GET /containers/{id}/json. */
export function inspect(container: Container, execIds: readonly string[]): object {
  const { id, state, config, hostConfig } = container
  const [path = '', ...args] = command(container)
  const home = `/var/lib/docker/containers/${id}`
  const files = state !== 'created'
  const layer = `/var/lib/docker/overlay2/${id}`
  return {
    Id: id,
    Created: shortStamp(container.created),
    Path: path,
    Args: args,
    State: {
      Status: container.paused ? 'paused' : state,
      Running: container.running,
      Paused: container.paused,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: container.pid,
      ExitCode: container.running ? 0 : container.exitCode,
      Error: '',
      StartedAt: container.startedAt ? shortStamp(container.startedAt) : NEVER,
      FinishedAt: container.finishedAt ? shortStamp(container.finishedAt) : NEVER,
      ...(container.health && container.startedAt && { Health: container.health.describe() }),
    },
    Image: container.image.id,
    ResolvConfPath: files ? `${home}/resolv.conf` : '',
    HostnamePath: files ? `${home}/hostname` : '',
    HostsPath: files ? `${home}/hosts` : '',
    LogPath: files && hostConfig.LogConfig.Type === 'json-file' ? `${home}/${id}-json.log` : '',
    Name: `/${container.name}`,
    RestartCount: 0,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: execIds.length > 0 ? execIds : null,
    HostConfig: hostConfig,
    GraphDriver: {
      Data: {
        LowerDir: `${layer}-init/diff`,
        MergedDir: `${layer}/merged`,
        UpperDir: `${layer}/diff`,
        WorkDir: `${layer}/work`,
      },
      Name: 'overlay2',
    },
    Mounts: [],
    Config: config,
    NetworkSettings: networkSettings(container),
  }
}

function networkSettings(container: Container): object {
  const sandbox = container.state === 'created' ? '' : container.id
  return {
    Bridge: '',
    SandboxID: sandbox,
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    Ports: container.ports.describe(container.running),
    SandboxKey: sandbox && `/var/run/docker/netns/${sandbox.slice(0, 12)}`,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: '',
    Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: '',
    IPPrefixLen: 0,
    IPv6Gateway: '',
    MacAddress: '',
    Networks: networks(container),
  }
}
