// The version of this library, for User-Agent and `engine.version()`.
// `npm run release` sets it here and in package.json.

/** The version of fairlead, as sent in User-Agent. A test holds it to package.json's. */
export const VERSION = '0.1.0'
