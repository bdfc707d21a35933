// This process's environment, changed for the length of one synchronous call, as connect() is.

/** Calls with these variables set; undefined: with that one absent. */
export function under<T>(variables: Record<string, string | undefined>, call: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  const set = (pairs: readonly (readonly [string, string | undefined])[]): void => {
    for (const [name, value] of pairs) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set(Object.entries(variables))
  try {
    return call()
  } finally {
    set(before)
  }
}
