// Every route of the embedded engine by method and pattern. The first match is used, so a fixed name has to be listed before a
// placeholder.

import { archiveRoutes } from './archive.ts'
import { attachRoutes } from './attach.ts'
import { containerRoutes } from './containers.ts'
import { eventRoutes } from './events.ts'
import { execRoutes } from './exec.ts'
import { imageRoutes } from './images.ts'
import { logRoutes } from './logs.ts'
import { progressRoutes } from './progress.ts'
import type { Route } from './router.ts'
import { statsRoutes } from './stats.ts'
import { systemRoutes } from './system.ts'
import { waitRoutes } from './wait.ts'

/** Every route, in the order of matching. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...eventRoutes,
  ...containerRoutes,
  ...logRoutes,
  ...waitRoutes,
  ...attachRoutes,
  ...execRoutes,
  ...archiveRoutes,
  ...progressRoutes,
  ...statsRoutes,
  ...imageRoutes,
]
