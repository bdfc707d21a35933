// The containers by name and id, as the Engine finds them: the whole id, the name, then the beginning of an id
// (moby daemon/container.go GetContainer); names are claimed here, and made up where none was asked for.

import { randomBytes } from 'node:crypto'
import { Container, type ContainerOptions } from './container.ts'
import { noSuchContainer, Refusal } from './refusal.ts'

/** moby daemon/names: two characters at least. */
const NAME = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

const LEFT = ['calm', 'eager', 'brave', 'quiet', 'swift', 'amber', 'steady', 'bright', 'gentle', 'keen']
const RIGHT = ['hopper', 'lovelace', 'noether', 'curie', 'turing', 'galois', 'gauss', 'kepler', 'hamilton', 'shannon']

function pick(list: readonly string[]): string {
  return list[Math.floor(Math.random() * list.length)]!
}

export class Containers {
  readonly #byId = new Map<string, Container>()
  readonly #byName = new Map<string, Container>()

  /** Newest first, as the Engine lists them. */
  get all(): readonly Container[] {
    return [...this.#byId.values()].reverse()
  }

  /** Throws a {@link Refusal} for a name that is no name or is taken. An empty one is made up. */
  claim(asked: string): string {
    if (asked === '') return this.#madeUp()
    if (!NAME.test(asked)) {
      throw new Refusal(400, `Invalid container name (${asked}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
    }
    const name = asked.replace(/^\//, '')
    const taken = this.#byName.get(name)
    if (!taken) return name
    throw new Refusal(
      409,
      `Conflict. The container name "/${name}" is already in use by container "${taken.id}". ` +
        'You have to remove (or rename) that container to be able to reuse that name.',
    )
  }

  #madeUp(): string {
    for (let retry = ''; ; retry = randomBytes(2).toString('hex')) {
      const name = `${pick(LEFT)}_${pick(RIGHT)}${retry}`
      if (!this.#byName.has(name)) return name
    }
  }

  add(options: Omit<ContainerOptions, 'onRemove'>): Container {
    const container = new Container({ ...options, onRemove: (gone) => this.#remove(gone) })
    this.#byId.set(container.id, container)
    this.#byName.set(container.name, container)
    return container
  }

  #remove(container: Container): void {
    this.#byId.delete(container.id)
    this.#byName.delete(container.name)
  }

  /** Throws a {@link Refusal}: 404, or 500 where the beginning of an id fits several. */
  find(name: string): Container {
    const found = this.#byId.get(name) ?? this.#byName.get(name.replace(/^\//, ''))
    if (found) return found
    const matching = name === '' ? [] : [...this.#byId.values()].filter(({ id }) => id.startsWith(name))
    if (matching.length > 1) throw new Refusal(500, `Multiple IDs found with provided prefix: ${name}`)
    if (matching.length === 0) throw noSuchContainer(name)
    return matching[0]!
  }
}
