// A replacement of node:test that runs suites to get the titles of their tests, but no test, hook or mock: part of titles.ts.

/** The titles so far: suites and test, joined. */
export const titles: string[] = []

const suites: string[] = []
const nothing = (): void => undefined

/** The name that node:test gives: the first argument, or the function's name. */
function nameOf(args: readonly unknown[]): string {
  const [first] = args
  if (typeof first === 'string') return first
  return (typeof first === 'function' && first.name) || '<anonymous>'
}

function record(...args: unknown[]): void {
  titles.push([...suites, nameOf(args)].join(' › '))
}

function enter(...args: unknown[]): unknown {
  const body = args.find((argument) => typeof argument === 'function') as (() => unknown) | undefined
  suites.push(nameOf(args))
  try {
    return body?.()
  } finally {
    suites.pop()
  }
}

const variants = (call: (...args: unknown[]) => unknown) => Object.assign(call, { skip: call, todo: call, only: call })

export const describe = variants(enter)
export const suite = describe
export const it = variants(record)
export const before = nothing
export const after = nothing
export const beforeEach = nothing
export const afterEach = nothing
export const run = nothing
/** Read when a file is loaded, but not called. */
export const mock: object = {}
export const test = Object.assign(variants(record), {
  test: it,
  it,
  describe,
  suite,
  before,
  after,
  beforeEach,
  afterEach,
  mock,
})
export default test
