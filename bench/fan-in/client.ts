// What a client of the fan-in part is: it follows one more stream, and gives the time in each line to `onStamp`.

export interface FanInClient {
  /** Resolves when the stream's head is there. */
  follow(onStamp: (stamp: number) => void): Promise<void>
}

export type OpenFanIn = (socketPath: string) => FanInClient | Promise<FanInClient>
