// What the Engine's Go structs have and the documents lack, or spell otherwise: found by walking both (test/schema/go).

import type { Edit } from '../edit.ts'
import {
  BOOLEAN,
  type Field,
  listOf,
  mapOf,
  NUMBER,
  named,
  oneOf,
  plain,
  STRING,
  type Type,
  UNKNOWN,
} from '../model.ts'

const SWARM = 'moby: api/types/swarm'

export function structs(edit: Edit): void {
  newest(edit)
  created(edit)
  service(edit)
  swarmNetwork(edit)
  node(edit)
  edit.addField('SwarmInfo', 'Warnings', listOf(STRING), 'moby: swarm.Info')
  edit.addField(
    'Mount',
    'ClusterOptions',
    plain('EmptyObject'),
    'moby: mount.ClusterOptions, a struct without fields',
    {
      since: '1.42',
    },
  )
  edit.addField('Runtime', 'runtimeType', STRING, 'moby: system.Runtime', { since: '1.44' })
  edit.addField('Runtime', 'options', mapOf(UNKNOWN), 'moby: system.Runtime', { since: '1.44' })
  edit.maybe('SystemVersion', 'GitCommit', 'moby: system.VersionResponse, left out where the build has none')
}

/** What came with 1.56 after the document in use. */
function newest(edit: Edit): void {
  const history = 'history, Engine 29.8'
  edit.addField('HostConfig', 'Umask', NUMBER, history, { since: '1.56' })
  edit.filters('ContainerList', 'annotation', history, listOf(STRING), '1.56')
}

function created(edit: Edit): void {
  for (const kind of ['Secret', 'Config']) {
    edit.declare(`${kind}CreateResponse`, [{ ...text('ID'), required: true }], SWARM)
    edit.response(`${kind}Create`, '201', { 'application/json': named(`${kind}CreateResponse`) }, 'wire: ID, not Id')
  }
  edit.response('PluginDelete', '200', {}, 'wire: an empty body')
}

function service(edit: Edit): void {
  edit.addField('Service', 'PreviousSpec', named('ServiceSpec'), 'wire, and moby: swarm.Service; once it was updated')
  const states = ['updating', 'paused', 'completed', 'rollback_started', 'rollback_paused', 'rollback_completed']
  edit.field('ServiceUpdateStatus', 'State', { type: oneOf(...states) }, 'moby: swarm.UpdateState')
  // the document's spelling is read, as every spelling is; what is sent is Go's
  edit.addField('TaskSpecContainerSpec', 'Healthcheck', named('HealthConfig'), 'wire, and moby: swarm.ContainerSpec', {
    since: '1.27',
  })
}

/** A task is attached to a network as swarm knows it, which is another object than the one of /networks. */
function swarmNetwork(edit: Edit): void {
  const driver = named('SwarmDriver')
  edit.declare('SwarmDriver', [text('Name'), field('Options', mapOf(STRING))], SWARM)
  edit.declare('SwarmIPAMConfig', [text('Subnet'), text('Range'), text('Gateway')], SWARM)
  edit.declare('SwarmIPAMOptions', [field('Driver', driver), field('Configs', listOf(named('SwarmIPAMConfig')))], SWARM)
  edit.declare(
    'SwarmNetworkSpec',
    [
      text('Name'),
      { ...field('Labels', mapOf(STRING)), required: true },
      field('DriverConfiguration', driver),
      ...['IPv6Enabled', 'Internal', 'Attachable', 'Ingress'].map((name) => field(name, BOOLEAN)),
      field('IPAMOptions', named('SwarmIPAMOptions')),
      field('ConfigFrom', named('ConfigReference')),
      text('Scope'),
    ],
    SWARM,
  )
  edit.declare(
    'SwarmNetwork',
    [
      { ...text('ID'), required: true },
      { ...field('Version', named('ObjectVersion')), required: true },
      { ...text('CreatedAt'), required: true },
      { ...text('UpdatedAt'), required: true },
      { ...field('Spec', named('SwarmNetworkSpec')), required: true },
      { ...field('DriverState', driver), required: true },
      field('IPAMOptions', named('SwarmIPAMOptions')),
    ],
    SWARM,
  )
  edit.field('NetworkAttachment', 'Network', { type: named('SwarmNetwork'), required: true }, 'wire: ID, not Id')
}

function node(edit: Edit): void {
  edit.declare('SwarmTopology', [field('Segments', mapOf(STRING))], SWARM)
  edit.declare(
    'NodeCSIInfo',
    [
      text('PluginName'),
      text('NodeID'),
      field('MaxVolumesPerNode', NUMBER),
      field('AccessibleTopology', named('SwarmTopology')),
    ],
    SWARM,
  )
  edit.addField('NodeDescription', 'CSIInfo', listOf(named('NodeCSIInfo')), SWARM, { since: '1.42' })
  edit.maybe('NodeDescription', 'Hostname', `${SWARM}: of a node that never came up`)
  edit.maybe('NodeStatus', 'Addr', `${SWARM}: of a node that never came up`)
  // the document's AssignedGenericResources is the name inside of swarmkit
  edit.never('Task', 'AssignedGenericResources', SWARM)
  edit.addField('Task', 'GenericResources', named('GenericResources'), SWARM, { since: '1.32' })
}

const field = (name: string, type: Type): Field => ({ name, type, required: false, nullable: false })
const text = (name: string): Field => field(name, STRING)
