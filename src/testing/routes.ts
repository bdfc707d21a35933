// Every route that the embedded engine has, by method and pattern; the first that fits is taken, so that a fixed name
// stands before a variable one.

import type { Route } from './router.ts'
import { archiveRoutes } from './routes-archive.ts'
import { attachRoutes } from './routes-attach.ts'
import { containerRoutes } from './routes-containers.ts'
import { eventRoutes } from './routes-events.ts'
import { execRoutes } from './routes-exec.ts'
import { imageRoutes } from './routes-images.ts'
import { logRoutes } from './routes-logs.ts'
import { progressRoutes } from './routes-progress.ts'
import { statsRoutes } from './routes-stats.ts'
import { systemRoutes } from './routes-system.ts'
import { waitRoutes } from './routes-wait.ts'

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
