// Arrays of numbers that notes of a read are written into. One that is not in use serves the next log, so that hundreds of silent
// logs keep none. Pure.

/** Numbers of a new one: as many as the notes of 32 records have. */
const FIRST_NUMBERS = 192
/** So many are kept for later use at most: two reads are seldom in work at a time. */
const SPARES = 4
/** A larger one is not kept: it is for the rare read of thousands of records. */
const LARGEST = 65_536

const spares: Int32Array[] = []

/** One that nothing else uses; its content is not defined. Give it back with {@link giveNumbers}, or leave it to the collector. */
export function takeNumbers(): Int32Array {
  return spares.pop() ?? new Int32Array(FIRST_NUMBERS)
}

/** It is not used any more. */
export function giveNumbers(numbers: Int32Array): void {
  if (spares.length < SPARES && numbers.length <= LARGEST) spares.push(numbers)
}
