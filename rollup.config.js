// src → dist, the JavaScript: one file for each entry point, and shared/ for what they share, so that every error is of one class.
// To load a hundred small modules costs Node many times what it costs to load three. The entry points are those of package.json.
// TypeScript has checked the types and writes the declarations; here they are stripped. Names stay as they are: a stack says them.

import { readFileSync } from 'node:fs'
import { build, transform } from 'esbuild'

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))

/** dist/index.js → src/index.ts, for every entry point of this form. */
const modules = Object.values(exports)
  .map((entry) => /^\.\/dist\/(.*)\.js$/.exec(entry.import?.default ?? entry.default)?.[1])
  .filter((name) => name !== undefined)

/**
 * Which file that entry points share a module goes into: `base` is the part that needs nothing of Node, and so is all that
 * fairlead/wire and fairlead/stream load; `core` is what nearly every other one needs; the tables of `fairlead/versions` stay with it.
 */
const SHARED = {
  base: /\/src\/(error\.ts|(wire|stream)\/.*)$/,
  core: /\/src\/(endpoint|net|engine|recipes)\/(?!operations-since|requires-of|releases).*$/,
}

/**
 * Marks the calls that constants are made by as pure. A module here does nothing when it is loaded but fill its constants: a
 * bundler need not keep those that nobody reads. Nor their arguments, which it would where they are read off a global.
 */
function markPure(code, { body }) {
  const inits = body
    .map((statement) => statement.declaration ?? statement)
    .flatMap(({ type, declarations }) => (type === 'VariableDeclaration' ? declarations : []))
    .map(({ init }) => init)
    .filter((init) => init?.type === 'CallExpression' || init?.type === 'NewExpression')
  return inits.reduceRight((marked, { type, start, end }) => {
    const text = marked.slice(start, end)
    const pure = type === 'NewExpression' ? text : `(() => ${text})()`
    return `${marked.slice(0, start)}/* @__PURE__ */ ${pure}${marked.slice(end)}`
  }, code)
}

const stripTypes = {
  name: 'strip-types',
  async transform(code, id) {
    if (!id.endsWith('.ts')) return null
    // Twice: esbuild leaves out comments, which are read at every start, only with the white space, which the second puts back.
    // In ASCII: of other text V8 keeps, and reads, two bytes a character.
    const bare = await transform(code, { loader: 'ts', minifyWhitespace: true, target: 'node20.19', sourcefile: id })
    const tidy = await transform(bare.code, { target: 'node20.19', charset: 'ascii' })
    return { code: markPure(tidy.code, this.parse(tidy.code)), map: null }
  },
}

/** module.exports is the class, as docker-modem's is, which has itself under two names, too. */
const THE_CLASS = 'module.exports = Object.assign(module.exports.Modem, { ...module.exports })'

/**
 * What CommonJS has: fairlead/modem whole in one file, for loaders that cannot require() an ES module, and its `register`,
 * which hands out the class of that very file.
 */
const commonJs = {
  name: 'common-js',
  async generateBundle() {
    const { outputFiles } = await build({
      entryPoints: ['src/modem.ts'],
      outfile: 'dist/modem.cjs',
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      charset: 'utf8',
      define: { 'import.meta.url': '__filename' },
      footer: { js: THE_CLASS },
    })
    const register = await transform(readFileSync('src/modem-register.cts', 'utf8'), { loader: 'ts' })
    const files = {
      'modem.cjs': outputFiles[0].text,
      'modem.d.cts': readFileSync('src/modem.d.cts', 'utf8'),
      'modem-register.cjs': register.code.replaceAll('./modem.js', './modem.cjs'),
    }
    for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source })
  },
}

export default {
  input: Object.fromEntries(modules.map((name) => [name, `src/${name}.ts`])),
  external: /^node:/,
  plugins: [stripTypes, commonJs],
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name].js',
    minifyInternalExports: false,
    // Without it every entry point imports again what core.js imports.
    hoistTransitiveImports: false,
    manualChunks: (id) => Object.keys(SHARED).find((name) => SHARED[name].test(id)),
  },
}
