// What a container or exec of a contract does, in two forms: a script for `sh -c` of a real Engine, and a program for the embedded
// engine. The command is ['sh', '-c', script, name]: the shell gets the name as $0, the embedded image finds the program by it.

import type { Program } from '../../src/testing.ts'

/** Both forms read the same environment and have to write the same bytes. */
export interface Behaviour {
  readonly script: string
  readonly program: Program
}

/** The commands of a set of behaviours, and the embedded engine's image that has them. */
export function shellOf<Name extends string>(
  behaviours: Readonly<Record<Name, Behaviour>>,
): { commandFor(name: Name): string[]; shell: Program } {
  return {
    commandFor: (name) => ['sh', '-c', behaviours[name].script, name],
    shell: (io) => behaviours[io.args[3] as Name].program(io),
  }
}
