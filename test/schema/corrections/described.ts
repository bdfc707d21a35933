// Doc comments by hand: for what the documents lack, and where they describe an encoding that fairlead does by itself.

import type { Edit } from '../edit.ts'

export function described(edit: Edit): void {
  const platforms = "The platform, or several: objects such as `{ os: 'linux', architecture: 'arm64' }`."
  const platform = "The platform: an object such as `{ os: 'linux', architecture: 'arm64' }`."
  edit.describeQuery('ImageInspect ImageHistory ImagePush', 'platform', platform)
  edit.describeQuery('ImageAttestations ImageGet ImageGetAll ImageLoad', 'platform', platforms)
  edit.describeQuery('ImageDelete', 'platforms', platforms)
  edit.describeQuery(
    'ImageBuild',
    'buildargs',
    "Values of `ARG`s by name; null takes the value of the daemon's environment.",
  )
  edit.describeQuery('ImageBuild', 'labels', 'Labels of the image.')
  edit.describeQuery('ImageBuild', 'ulimits', 'JSON: a list of ulimits.')
  edit.describeQuery('ImageBuild', 'session', 'The id of a session, for BuildKit.')
  edit.describeQuery('ImageBuild', 'buildid', "An id of the caller's choice, for `POST /build/cancel`.")
  edit.describeQuery('ContainerStart', 'checkpoint', 'The checkpoint to start from. Experimental.')
  edit.describeQuery('ContainerStart', 'checkpoint-dir', 'The folder of the checkpoint. Experimental.')
  edit.describeQuery('ContainerLogs', 'format', 'Records as JSON. Experimental.')
  edit.describe('ContainerListFilters', {
    annotation: '`annotation=key` or `annotation="key=value"` of a container annotation',
  })
  edit.describe('HostConfig', { Umask: "The umask that the container's processes start with, as a number: `0o022`." })
  edit.describe('Service', { PreviousSpec: 'The specification before the last update.' })
  edit.describe('TaskSpecContainerSpec', {
    Healthcheck: 'A test to perform to check that the container is healthy.',
    HealthCheck: 'Read by the Engine as `Healthcheck`, which is the spelling of its responses.',
  })
  edit.describe('Task', {
    GenericResources: 'User-defined resources that the task was given.',
    Volumes: 'Cluster volumes that the task uses.',
  })
  edit.describe('NetworkAttachment', {
    Network: 'The network as swarm knows it.',
    Addresses: "The task's addresses in it.",
  })
  edit.describe('SwarmInfo', { Warnings: 'What an administrator should know of this swarm.' })
  edit.describe('NodeDescription', { CSIInfo: 'The CSI plugins of the node.' })
  edit.describe('Runtime', { runtimeType: 'The name of a containerd shim.', options: 'Options of that shim.' })
  for (const kind of ['Secret', 'Config'])
    edit.describe(`${kind}CreateResponse`, { ID: `The id of the ${kind.toLowerCase()}.` })
  edit.describe('AuthConfig', {
    identitytoken: 'A token that stands for user name and password.',
    registrytoken: 'A bearer token for the registry.',
  })
}
