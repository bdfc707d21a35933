// Every scenario, in the order of docs/comparison.md.
import type { Scenario } from '../scenario.ts'
import { logs } from './logs.ts'
import { stream } from './records.ts'
import { requests } from './requests.ts'
import { tunnels } from './tunnels.ts'

export const scenarios: readonly Scenario[] = [...logs, ...tunnels, ...requests, ...stream]
