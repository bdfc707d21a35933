// The table of `npm run matrix`: what is not green says why, and no file is lost.

import assert from 'node:assert/strict'
import test from 'node:test'
import { table } from './matrix-table.ts'

const file = (
  name: string,
  passed: number,
  reasons: string[] = [],
  skipped: { name: string; reason: string }[] = [],
) => ({
  file: `test/${name}`,
  passed,
  failed: reasons.length,
  skipped,
  reasons,
})

test('a row per Engine and Node, a column per part that ran, and the reasons', () => {
  const text = table([
    {
      engine: 'A',
      node: 'v20',
      files: [file('live/contract.test.ts', 3), file('live/tls.test.ts', 1), file('x.test.ts', 2)],
    },
    {
      engine: 'B',
      node: 'v22',
      files: [
        file('live/contract.test.ts', 2, ['a › b: broken']),
        file('logs/follow/live.test.ts', 0, [], [{ name: 'c', reason: 'no d' }]),
      ],
    },
    { engine: 'C', node: 'v20', files: [], skipped: 'not root' },
    { engine: 'D', node: 'v20', files: [], problem: 'it did not start' },
  ])
  assert.equal(
    text,
    `| Engine | Node | TLS | contract | logs | others |
|---|---|---|---|---|---|
| A | v20 | 1 | 3 | – | 2 |
| B | v22 | – | 2, 1 failed | 0, 1 skipped | – |
| C | v20 | – | – | – | – |
| D | v20 | – | – | – | – |

- B, Node v22, test/live/contract.test.ts › a › b: broken
- B, Node v22, skipped: c: no d
- C, Node v20: skipped: not root
- D, Node v20: it did not start
`,
  )
})
