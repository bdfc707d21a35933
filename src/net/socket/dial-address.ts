// A host's name → a socket to one of its addresses, by RFC 8305. The next address is tried after a pause, or as soon as
// one has failed, and the attempts before it go on. So each address has the whole limit of its dial.
// Owned: each attempt's socket. The first one that is connected is given away.

import type { Socket } from 'node:net'
import { net } from '../base/net.ts'
import { clearTimeout, nextTick, setTimeout } from '../base/timers.ts'

/** How long an attempt may take before the next address is tried in parallel, in ms (RFC 8305 §5, Connection Attempt Delay). */
export const ATTEMPT_DELAY_MS = 250

/** An address of a host. */
export interface Address {
  address: string
  family: number
}

/** Receives the result: exactly one of the two is called, unless the dial is cancelled. */
export interface AddressListener {
  /** The socket is connected and has no listener of this file. TLS is still to come. */
  onAddressReady(socket: Socket): void
  onAddressFail(error: Error): void
}

/** One attempt to reach a host by its name. */
export class AddressDial {
  readonly #open: (address: Address) => Socket
  readonly #listener: AddressListener
  readonly #attempts = new Map<Socket, () => void>()
  readonly #errors: Error[] = []
  #addresses: Address[] = []
  #pause: NodeJS.Timeout | undefined
  #done = false
  #unreffed = false

  /** Begins at once. @param open creates a socket and begins to connect it to an address. */
  constructor(host: string, open: (address: Address) => Socket, listener: AddressListener) {
    this.#open = open
    this.#listener = listener
    const dns = process.getBuiltinModule('node:dns')
    // As node:net does.
    const hints = process.platform === 'win32' ? 0 : dns.ADDRCONFIG
    // A lookup function that replaces Node's may call back at once.
    dns.lookup(host, { all: true, hints }, (error, found) => nextTick(() => this.#begin(error, found)))
  }

  unref(): void {
    this.#unreffed = true
    for (const socket of this.#attempts.keys()) socket.unref()
    this.#pause?.unref()
  }

  ref(): void {
    this.#unreffed = false
    for (const socket of this.#attempts.keys()) socket.ref()
    this.#pause?.ref()
  }

  /** Gives up without notifying the listener. */
  cancel(): void {
    this.#done = true
    clearTimeout(this.#pause)
    for (const [socket, removeListeners] of this.#attempts) {
      removeListeners()
      socket.on('error', ignore)
      socket.destroy()
    }
    this.#attempts.clear()
  }

  #begin(error: Error | null, found: readonly Address[]): void {
    if (this.#done) return
    if (error) return this.#fail(error)
    this.#addresses = alternating(found)
    this.#next()
  }

  #next(): void {
    clearTimeout(this.#pause)
    const address = this.#addresses.shift()
    if (address === undefined) {
      if (this.#attempts.size === 0) this.#fail(combined(this.#errors))
      return
    }
    let socket: Socket
    try {
      socket = this.#open(address)
    } catch (error) {
      return this.#fail(error as Error)
    }
    this.#listen(socket)
    if (this.#unreffed) socket.unref()
    if (this.#addresses.length === 0) return
    this.#pause = setTimeout(() => this.#next(), ATTEMPT_DELAY_MS)
    if (this.#unreffed) this.#pause.unref()
  }

  #listen(socket: Socket): void {
    const onReady = (): void => {
      this.#attempts.delete(socket)
      removeListeners()
      this.cancel()
      this.#listener.onAddressReady(socket)
    }
    const onError = (error: Error): void => {
      this.#attempts.delete(socket)
      removeListeners()
      socket.on('error', ignore)
      socket.destroy()
      this.#errors.push(error)
      this.#next()
    }
    const onClose = (): void => onError(new Error('closed before it was ready'))
    const removeListeners = (): unknown => socket.off('connect', onReady).off('error', onError).off('close', onClose)
    this.#attempts.set(socket, removeListeners)
    socket.on('connect', onReady).on('error', onError).on('close', onClose)
  }

  #fail(error: Error): void {
    this.cancel()
    this.#listener.onAddressFail(error)
  }
}

/** The addresses with alternating families, beginning with the family of the first (RFC 8305 §4). Each address once. */
function alternating(found: readonly Address[]): Address[] {
  const first: Address[] = []
  const second: Address[] = []
  const seen = new Set<string>()
  for (const { address } of found) {
    const family = net.isIP(address)
    if (family === 0 || seen.has(address)) continue
    seen.add(address)
    const list = first.length === 0 || first[0]?.family === family ? first : second
    list.push({ address, family })
  }
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((address) => address !== undefined)
}

/** The errors of all attempts as one, with the code of the first. */
function combined(errors: readonly Error[]): Error {
  const [first] = errors
  if (first === undefined) return new Error('the host name has no address')
  if (errors.length === 1) return first
  const message = errors.map((error) => error.message).join('; ')
  return Object.assign(new AggregateError(errors, message), { code: (first as NodeJS.ErrnoException).code })
}

function ignore(): void {}
