// What is started: the packages by name, and the code that a bundler is given to make the main job of it, a container's log.

export interface Subject {
  client: string
  /** The package, or '' for Node alone. */
  name: string
  /** For the bundler; a peer's own habit for a log. */
  job?: string
}

export const BARE = 'bare node'

export const subjects: readonly Subject[] = [
  { client: BARE, name: '' },
  // Bare Node has not loaded it, and every client needs it.
  { client: 'floor (node:net)', name: 'node:net' },
  {
    client: 'fairlead',
    name: 'fairlead',
    job: "import { connect, logs } from 'fairlead'\nfor await (const line of logs(connect(), 'web')) console.log(line.text)",
  },
  {
    client: 'dockerode',
    name: 'dockerode',
    job:
      "import Docker from 'dockerode'\nconst docker = new Docker()\n" +
      "const stream = await docker.getContainer('web').logs({ follow: true, stdout: true })\n" +
      'docker.modem.demuxStream(stream, process.stdout, process.stderr)',
  },
  {
    client: 'node-sdk',
    name: '@docker/node-sdk',
    job:
      "import { DockerClient } from '@docker/node-sdk'\nconst docker = await DockerClient.fromDockerConfig()\n" +
      "await docker.containerLogs('web', process.stdout, process.stderr, { stdout: true })",
  },
  {
    client: 'undici',
    name: 'undici',
    job:
      "import { Client } from 'undici'\nconst client = new Client('http://docker', { socketPath: '/var/run/docker.sock' })\n" +
      "const { body } = await client.request({ method: 'GET', path: '/containers/web/logs?stdout=1' })\nconsole.log(await body.text())",
  },
]
