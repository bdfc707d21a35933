// What a client of the followed part is: it reads a followed log to its end, and counts; or it also shows each record.

/** Called for each record: where its payload begins. */
export type OnRecord = (bytes: Uint8Array, start: number) => void

export interface FollowedClient {
  /** Resolves with the payload bytes at the log's end. */
  read(id: string, onRecord?: OnRecord): Promise<number>
  close(): void | Promise<void>
}

export type OpenFollowed = (socketPath: string) => FollowedClient
