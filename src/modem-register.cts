// "fairlead/modem/register": loaded before a program (node --require fairlead/modem/register), it answers that program's
// require('docker-modem') with fairlead's Modem, however deep dockerode lies; `import` of it too, where Node can say so.
// CommonJS, as --require wants it. Works on the loader of Node itself: a bundler's or a test runner's own is not reached.

/* eslint-disable */
const Module = require('node:module')
const { pathToFileURL } = require('node:url')

const { Modem } = require('./modem.js')

/** What docker-modem's package can be asked for by. */
const NAMES = new Set(['docker-modem', 'docker-modem/lib/modem', 'docker-modem/lib/modem.js'])

// As docker-modem's own: the class itself, and under these names for those who import it.
Object.assign(Modem, { Modem, default: Modem })

const load = Module._load
Module._load = function loadOrAnswer(request: string, ...rest: unknown[]): unknown {
  return NAMES.has(request) ? Modem : load.call(this, request, ...rest)
}

// From Node 22.15 on; before, an `import` of docker-modem by an ES module is its own.
Module.registerHooks?.({
  resolve(specifier: string, context: object, next: (specifier: string, context: object) => object): object {
    if (!NAMES.has(specifier)) return next(specifier, context)
    return { url: pathToFileURL(require.resolve('./modem.js')).href, shortCircuit: true }
  },
})
