// src → dist, the JavaScript: one file for each entry point, and `core.js` that they share, so that every error is of one class.
// To load a hundred small modules costs Node many times what it costs to load two. The entry points are those of package.json.
// TypeScript has checked the types and writes the declarations; here they are stripped. Names stay as they are: a stack says them.

import { readFileSync } from 'node:fs'
import { transform } from 'esbuild'

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))

/** dist/index.js → src/index.ts, for every entry point of this form. */
const modules = Object.values(exports)
  .map((entry) => /^\.\/dist\/(.*)\.js$/.exec(entry.import?.default ?? entry.default)?.[1])
  .filter((name) => name !== undefined)

/** The floors under the entry points that nearly every one of them needs; the tables of `fairlead/versions` stay with it. */
const CORE =
  /\/src\/(error\.ts|(wire|stream|endpoint|net|engine|recipes)\/(?!operations-since|requires-of|releases).*)$/

/** A module here does nothing when it is loaded but fill its constants: a bundler need not keep those that nobody reads. */
const TOP_LEVEL_CALL = /^((?:export )?(?:const|let|var) \w+ = )(?=(?:new )?[\w.]+\()/gm

const stripTypes = {
  name: 'strip-types',
  async transform(code, id) {
    if (!id.endsWith('.ts')) return null
    // Twice: esbuild leaves out comments, which are read at every start, only with the white space, which the second puts back.
    const bare = await transform(code, { loader: 'ts', minifyWhitespace: true, target: 'node20.19', sourcefile: id })
    const tidy = await transform(bare.code, { target: 'node20.19', charset: 'utf8' })
    return { code: tidy.code.replace(TOP_LEVEL_CALL, '$1/* @__PURE__ */ '), map: null }
  },
}

export default {
  input: Object.fromEntries(modules.map((name) => [name, `src/${name}.ts`])),
  external: /^node:/,
  plugins: [stripTypes],
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    minifyInternalExports: false,
    // Without it every entry point imports again what core.js imports.
    hoistTransitiveImports: false,
    manualChunks: (id) => (CORE.test(id) ? 'core' : undefined),
  },
}
