// fast-check with the run's seed. `npm test` always has the same one, so that a failure comes from the change and not from the dice;
// a soak looks further, with another seed each time. FAIRLEAD_SEED sets one. A failure prints its own seed and path.

import fc from 'fast-check'
import { isSoak } from './soak.ts'

const FIXED = 1
const given = process.env.FAIRLEAD_SEED

if (given !== undefined || !isSoak) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given ?? FIXED) })

export default fc
