// The containers by id and name, looked up as the Engine does: full id, name, then id prefix (moby daemon/container.go
// GetContainer). Names are checked and generated here.

import { randomBytes } from 'node:crypto'
import { HttpError, noSuchContainer } from '../base/http-error.ts'
import { Container, type ContainerOptions } from './container.ts'

/** A valid name (moby daemon/names): at least two characters. */
const NAME = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

const LEFT = ['calm', 'eager', 'brave', 'quiet', 'swift', 'amber', 'steady', 'bright', 'gentle', 'keen']
const RIGHT = ['hopper', 'lovelace', 'noether', 'curie', 'turing', 'galois', 'gauss', 'kepler', 'hamilton', 'shannon']

function pick(list: readonly string[]): string {
  return list[Math.floor(Math.random() * list.length)]!
}

/** The containers of one embedded engine. */
export class Containers {
  readonly #byId = new Map<string, Container>()
  readonly #byName = new Map<string, Container>()

  /** All containers, newest first, as the Engine lists them. */
  get all(): readonly Container[] {
    return [...this.#byId.values()].reverse()
  }

  /** Checks a requested name and returns it; generates one for ''. Throws a {@link HttpError} for an invalid name or one in use. */
  claim(asked: string): string {
    if (asked === '') return this.#generate()
    if (!NAME.test(asked)) {
      throw new HttpError(400, `Invalid container name (${asked}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
    }
    const name = asked.replace(/^\//, '')
    const taken = this.#byName.get(name)
    if (!taken) return name
    throw new HttpError(
      409,
      `Conflict. The container name "/${name}" is already in use by container "${taken.id}". ` +
        'You have to remove (or rename) that container to be able to reuse that name.',
    )
  }

  #generate(): string {
    for (let retry = ''; ; retry = randomBytes(2).toString('hex')) {
      const name = `${pick(LEFT)}_${pick(RIGHT)}${retry}`
      if (!this.#byName.has(name)) return name
    }
  }

  /** Creates a container. */
  add(options: Omit<ContainerOptions, 'onRemove'>): Container {
    const container = new Container({ ...options, onRemove: (removed) => this.#remove(removed) })
    this.#byId.set(container.id, container)
    this.#byName.set(container.name, container)
    return container
  }

  #remove(container: Container): void {
    this.#byId.delete(container.id)
    this.#byName.delete(container.name)
  }

  /** Finds a container by id, name or id prefix. Throws a {@link HttpError}: 404, or 500 if a prefix matches several. */
  find(name: string): Container {
    const found = this.#byId.get(name) ?? this.#byName.get(name.replace(/^\//, ''))
    if (found) return found
    const matching = name === '' ? [] : [...this.#byId.values()].filter(({ id }) => id.startsWith(name))
    if (matching.length > 1) throw new HttpError(500, `Multiple IDs found with provided prefix: ${name}`)
    if (matching.length === 0) throw noSuchContainer(name)
    return matching[0]!
  }
}
