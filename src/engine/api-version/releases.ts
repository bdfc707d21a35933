// Which API versions each Engine release serves, from Docker's documentation and the releases' own sources.
// An Engine's administrator may set another minimum: `min-api-version`, DOCKER_MIN_API_VERSION.

/** An Engine release and the API versions that it serves: one entry of {@link engineReleases}. */
export interface EngineRelease {
  /** The release's first two numbers, with the third where a patch release changed the API: '28.5', '17.03.1'. */
  readonly engine: string
  /** The newest API version that it serves. */
  readonly maxApiVersion: string
  /** The oldest API version that it serves, unless it is configured otherwise. */
  readonly minApiVersion: string
}

/** Every Engine release that serves a version fairlead negotiates, newest first. */
export const engineReleases: readonly EngineRelease[] = [
  { engine: '29.9', maxApiVersion: '1.56', minApiVersion: '1.40' },
  { engine: '29.8', maxApiVersion: '1.56', minApiVersion: '1.40' },
  { engine: '29.7', maxApiVersion: '1.55', minApiVersion: '1.40' },
  { engine: '29.6', maxApiVersion: '1.55', minApiVersion: '1.40' },
  { engine: '29.5', maxApiVersion: '1.54', minApiVersion: '1.40' },
  { engine: '29.4', maxApiVersion: '1.54', minApiVersion: '1.40' },
  { engine: '29.3', maxApiVersion: '1.54', minApiVersion: '1.40' },
  { engine: '29.2', maxApiVersion: '1.53', minApiVersion: '1.44' },
  { engine: '29.1', maxApiVersion: '1.52', minApiVersion: '1.44' },
  { engine: '29.0', maxApiVersion: '1.52', minApiVersion: '1.44' },
  { engine: '28.5', maxApiVersion: '1.51', minApiVersion: '1.24' },
  { engine: '28.4', maxApiVersion: '1.51', minApiVersion: '1.24' },
  { engine: '28.3', maxApiVersion: '1.51', minApiVersion: '1.24' },
  { engine: '28.2', maxApiVersion: '1.50', minApiVersion: '1.24' },
  { engine: '28.1', maxApiVersion: '1.49', minApiVersion: '1.24' },
  { engine: '28.0', maxApiVersion: '1.48', minApiVersion: '1.24' },
  { engine: '27.5', maxApiVersion: '1.47', minApiVersion: '1.24' },
  { engine: '27.4', maxApiVersion: '1.47', minApiVersion: '1.24' },
  { engine: '27.3', maxApiVersion: '1.47', minApiVersion: '1.24' },
  { engine: '27.2', maxApiVersion: '1.47', minApiVersion: '1.24' },
  { engine: '27.1', maxApiVersion: '1.46', minApiVersion: '1.24' },
  { engine: '27.0', maxApiVersion: '1.46', minApiVersion: '1.24' },
  { engine: '26.1', maxApiVersion: '1.45', minApiVersion: '1.24' },
  { engine: '26.0', maxApiVersion: '1.45', minApiVersion: '1.24' },
  { engine: '25.0', maxApiVersion: '1.44', minApiVersion: '1.24' },
  { engine: '24.0', maxApiVersion: '1.43', minApiVersion: '1.12' },
  { engine: '23.0', maxApiVersion: '1.42', minApiVersion: '1.12' },
  { engine: '20.10', maxApiVersion: '1.41', minApiVersion: '1.12' },
  { engine: '19.03', maxApiVersion: '1.40', minApiVersion: '1.12' },
  { engine: '18.09', maxApiVersion: '1.39', minApiVersion: '1.12' },
  { engine: '18.06', maxApiVersion: '1.38', minApiVersion: '1.12' },
  { engine: '18.05', maxApiVersion: '1.37', minApiVersion: '1.12' },
  { engine: '18.04', maxApiVersion: '1.37', minApiVersion: '1.12' },
  { engine: '18.03', maxApiVersion: '1.37', minApiVersion: '1.12' },
  { engine: '18.02', maxApiVersion: '1.36', minApiVersion: '1.12' },
  { engine: '17.12', maxApiVersion: '1.35', minApiVersion: '1.12' },
  { engine: '17.11', maxApiVersion: '1.34', minApiVersion: '1.12' },
  { engine: '17.10', maxApiVersion: '1.33', minApiVersion: '1.12' },
  { engine: '17.09', maxApiVersion: '1.32', minApiVersion: '1.12' },
  { engine: '17.07', maxApiVersion: '1.31', minApiVersion: '1.12' },
  { engine: '17.06', maxApiVersion: '1.30', minApiVersion: '1.12' },
  { engine: '17.05', maxApiVersion: '1.29', minApiVersion: '1.12' },
  { engine: '17.04', maxApiVersion: '1.28', minApiVersion: '1.12' },
  { engine: '17.03.1', maxApiVersion: '1.27', minApiVersion: '1.12' },
  { engine: '17.03', maxApiVersion: '1.26', minApiVersion: '1.12' },
  { engine: '1.13.1', maxApiVersion: '1.26', minApiVersion: '1.12' },
  { engine: '1.13', maxApiVersion: '1.25', minApiVersion: '1.12' },
  { engine: '1.12', maxApiVersion: '1.24', minApiVersion: '1.12' },
]

/** Finds the release of an Engine version such as '28.5.2' or '20.10.24+dfsg1'; undefined when {@link engineReleases} does not list it. */
export function engineReleaseOf(engineVersion: string): EngineRelease | undefined {
  const [, major = '', minor = '', patch = '0'] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(engineVersion) ?? []
  // The list is newest first, so a patch release stands before the entry of its series.
  return engineReleases.find(({ engine }) => {
    const [listedMajor, listedMinor, from = '0'] = engine.split('.')
    return listedMajor === major && Number(listedMinor) === Number(minor) && Number(patch) >= Number(from)
  })
}
