// Provokes an error of fairlead, by its code, and prints what your program would see:
//   node provoke/main.js ERR_FRAME_TYPE
// Without a code it lists them. Nothing outside of this process is touched, but a few that need a real Engine say so.

import { FairleadError } from 'fairlead'
import { broken } from './broken-peer.ts'
import { refused } from './engine-says-no.ts'
import { misused } from './misuse.ts'

/** What fails, by the code of its error. */
export const provocations: Readonly<Record<string, () => Promise<unknown>>> = { ...misused, ...broken, ...refused }

/** The error of one of them; throws if none comes. */
export async function provoke(code: string): Promise<FairleadError> {
  const call = provocations[code]
  if (call === undefined) throw new Error(`no program for ${code}`)
  try {
    await call()
  } catch (error) {
    // fetch fails with a TypeError, whose cause it is; a context that is being sent, likewise.
    if (error instanceof FairleadError) return error
    if (error instanceof Error && error.cause instanceof FairleadError) return error.cause
    throw error
  }
  throw new Error(`${code} did not come`)
}

if (process.argv[1] === import.meta.filename) {
  const [code] = process.argv.slice(2)
  if (code === undefined) console.log(Object.keys(provocations).sort().join('\n'))
  else {
    const { name, message, blame, ...rest } = await provoke(code)
    console.log(`${name}: ${message}\nblame: ${blame}\ncode: ${rest.code}`)
  }
  process.exit()
}
