// Reads that are kept need no copy: a reader gives its source memory for the next read, and uses that memory instead of a copy.
// `readInto` is called while a read is delivered. The source's next read then lies in that memory, from its first byte on; the
// reader knows it by identity. Every read ends the loan. Memory that has not come back with a read still belongs to the source.
// It pays where the memory is used again (engine/response/pipe-memory.ts) and reads are large. New memory for each read costs as
// much as the copy does, or more: its pages are cold for the kernel, and V8 collects it.

/** Bytes of memory for one read: what libuv suggests for every stream read, 64 KiB. */
export const READ_MEMORY_BYTES = 65_536
/** A read that spans fewer bytes than this is copied, and so is the read after it. */
export const WORTH_BYTES = 32_768

/** The memory of the read that is delivered now, if the source's next read can go elsewhere. */
let current: Uint8Array | undefined
let next: Uint8Array | undefined

/** The source's part: a read in `bytes` begins. Reads do not nest. */
export function openLoan(bytes: Uint8Array): void {
  current = bytes
}

/** The source's part: the read is over. Returns the memory for the next one, if a reader gave any. */
export function closeLoan(): Uint8Array | undefined {
  const memory = next
  current = next = undefined
  return memory
}

/** The reader's part: whether the read that is delivered now lies in `bytes`, and the next one can go into memory that is given now. Once a read. */
export function takesMemory(bytes: Uint8Array): boolean {
  return bytes === current && next === undefined
}

/** The reader's part, after {@link takesMemory}: the source's next read goes into `memory`. */
export function readInto(memory: Uint8Array, bytes: Uint8Array): void {
  if (takesMemory(bytes)) next = memory
}
