// Changes this process's environment during one synchronous call, such as connect().

/** Calls a function with these variables set; those that are undefined are removed. */
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
