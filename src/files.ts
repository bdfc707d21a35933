// "fairlead/files": tar archives, build contexts, and copying between this machine and a container.
// Re-exports only.

export { BuildContext, type BuildContextOptions, buildContext } from './archive/build-context.ts'
export { readTar, type TarEntry } from './archive/tar/read-tar.ts'
export type { TarEntryType, TarHeader } from './archive/tar/tar-entry.ts'
export { type NewTarEntry, writeTar } from './archive/tar/write-tar.ts'
export { type CopyInOptions, copyIn } from './recipes/files/copy-in.ts'
export { type CopyOutOptions, copyOut } from './recipes/files/copy-out.ts'
