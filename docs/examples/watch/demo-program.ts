// The program of the demonstration's containers, twice: as a shell script for a real Engine, and for the embedded one.
// Both read NAME, LINES, BURST and PAUSE (seconds) from the environment; every fifth line goes to stderr.

import type { Program } from 'fairlead/testing'

/** For `sh -c`. */
export const demoScript = `
i=0
while [ $i -lt $LINES ]; do
  i=$((i + 1))
  if [ $((i % 5)) -eq 0 ]; then echo "$NAME: warning $i of $LINES ⚠" >&2; else echo "$NAME: line $i of $LINES ✓"; fi
  if [ $((i % BURST)) -eq 0 ]; then sleep $PAUSE; fi
done`

/** The same, without a shell. */
export const demoProgram: Program = async ({ env, stdout, stderr, signal, sleep }) => {
  const { NAME = 'demo', LINES = '20', BURST = '1', PAUSE = '0.1' } = env
  for (let i = 1; i <= Number(LINES) && !signal.aborted; i++) {
    if (i % 5 === 0) await stderr.write(`${NAME}: warning ${i} of ${LINES} ⚠\n`)
    else await stdout.write(`${NAME}: line ${i} of ${LINES} ✓\n`)
    if (i % Number(BURST) === 0) await sleep(Number(PAUSE) * 1000)
  }
}
