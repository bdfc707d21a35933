// Clients built on fetch, against the real Engine of this run.

import { liveEngine, liveLabels } from '../../support/live.ts'
import { clientTests } from './clients.ts'

const { host, name, skip } = liveEngine()

clientTests(name || 'a real Engine', async () => ({ host, labels: liveLabels(), dispose: async () => undefined }), skip)
