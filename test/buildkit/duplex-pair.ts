// Two streams: what is written to one is read from the other. Node has stream.duplexPair() from 22.6 on.

import { Duplex } from 'node:stream'

class Side extends Duplex {
  other: Side | undefined
  #waiting: (() => void) | undefined

  override _read(): void {
    const next = this.#waiting
    this.#waiting = undefined
    next?.()
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    const { other } = this
    if (other === undefined || other.destroyed) return done()
    if (other.push(bytes)) return done()
    other.#waiting = done
  }

  override _final(done: () => void): void {
    this.other?.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this
    if (other !== undefined && !other.destroyed && !other.readableEnded) other.push(null)
    this.#waiting?.()
    done(error)
  }
}

export function duplexPair(): [Duplex, Duplex] {
  const [here, there] = [new Side(), new Side()]
  here.other = there
  there.other = here
  return [here, there]
}
