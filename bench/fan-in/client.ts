// What a client of the fan-in part is: it follows one more stream, and gives the time in each line to `onStamp`.

export interface FanInClient {
  /** Resolves when the stream's head is there. */
  follow(onStamp: (stamp: number) => void): Promise<void>
}

export type OpenFanIn = (socketPath: string) => FanInClient | Promise<FanInClient>

export const clients: Record<string, () => Promise<OpenFanIn>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'fairlead onFrame': async () => (await import('./fairlead.ts')).openOnFrame,
  'fairlead lines': async () => (await import('./fairlead.ts')).openLines,
  'undici dispatch': async () => (await import('./undici.ts')).openDispatch,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
}
