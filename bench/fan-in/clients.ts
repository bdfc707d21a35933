// The clients of the fan-in part, by name; each is loaded only in the process that measures it.
import type { OpenFanIn } from './client.ts'

export const clients: Record<string, () => Promise<OpenFanIn>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'floor, paced': async () => (await import('./floor.ts')).openPacedFloor,
  'fairlead onFrame': async () => (await import('./fairlead.ts')).openOnFrame,
  'fairlead unpaced': async () => (await import('./fairlead.ts')).openUnpaced,
  'fairlead lines': async () => (await import('./fairlead.ts')).openLines,
  'undici dispatch': async () => (await import('./undici.ts')).openDispatch,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
}
