// What is built, and what came of it.

/** In the order of a round: each build but the first relies on the one before. */
export const kinds = {
  start: 'the start: a request, and no build',
  first: 'the first build: all files are new',
  unchanged: 'unchanged: no file is sent',
  again: 'unchanged, in a program that runs already',
  used: 'a part of the files is used, unchanged',
} as const

export type Kind = keyof typeof kinds

/** In JSON as the child's argument. */
export interface BuildTask {
  /** `unix://path` */
  host: string
  folder: string
  /** Within the folder; undefined: a request, and no build. */
  dockerfile?: string
  /** How many files the Engine has to ask for, the Dockerfile too. */
  files: number
  /** How often it is built, one after the other: once, if it is not set. */
  times?: number
}
