// dockerode as its README says, with fairlead in docker-modem's place.
import { Modem } from 'fairlead/modem'
import type { Client } from './client.ts'
import { openDockerode } from './dockerode.ts'

export function openModem(socketPath: string): Client {
  const modem = new Modem({ socketPath })
  const { read } = openDockerode(socketPath, modem)
  return { read, close: () => modem.close() }
}
