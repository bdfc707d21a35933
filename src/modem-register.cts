// "fairlead/modem/register": loaded before a program (node --require fairlead/modem/register), it replaces docker-modem by
// fairlead's Modem for every require('docker-modem') of the process, and for every import of it where Node has hooks for that.
// CommonJS, since --require needs it. It changes Node's own loader; the loaders of bundlers and test runners are not reached.

/* eslint-disable */
const Module = require('node:module')
const { pathToFileURL } = require('node:url')

const { Modem } = require('./modem.js')

/** The specifiers of docker-modem's class. */
const NAMES = new Set(['docker-modem', 'docker-modem/lib/modem', 'docker-modem/lib/modem.js'])

// As in docker-modem: the class itself, and its two named exports.
Object.assign(Modem, { Modem, default: Modem })

const load = Module._load
Module._load = function loadOrReplace(request: string, ...rest: unknown[]): unknown {
  return NAMES.has(request) ? Modem : load.call(this, request, ...rest)
}

// Node 22.15 and later. Before, an ES module's `import` of docker-modem is not replaced.
Module.registerHooks?.({
  resolve(specifier: string, context: object, next: (specifier: string, context: object) => object): object {
    if (!NAMES.has(specifier)) return next(specifier, context)
    return { url: pathToFileURL(require.resolve('./modem.js')).href, shortCircuit: true }
  },
})
