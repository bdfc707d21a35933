// src → dist, the JavaScript: one file for each entry point, and shared/ for what they share, so that every error is of one class;
// as ES modules, and once more as CommonJS.
// To load a hundred small modules costs Node many times what it costs to load three. The entry points are those of package.json.
// TypeScript has checked the types and writes the declarations; here they are stripped. Names stay as they are: a stack says them.

import { readFileSync } from 'node:fs'
import { transform } from 'esbuild'

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))

/** dist/index.js → src/index.ts, for every entry point but `register`, which is CommonJS alone. */
const modules = Object.values(exports)
  .map((entry) => /^\.\/dist\/(.*)\.js$/.exec(entry.import?.default ?? entry.default)?.[1])
  .filter((name) => name !== undefined)

/**
 * Which file that entry points share a module goes into: `base` is the part that needs nothing of Node, and so is all that
 * fairlead/wire, stream, web and fetch load of these; `core` is what nearly every other one needs; the tables of `fairlead/versions` stay with it.
 * `archive` is for fairlead/files and the embedded engine alone.
 */
const SHARED = {
  base: new RegExp(
    [
      /\/src\/((error|error-codes|check|bytes)\.ts|(wire|stream)\/.*)$/,
      // What fairlead/web and fairlead/fetch share with the core.
      /\/src\/(net\/base\/abort|engine\/(response\/frame-(options|reading)|request\/(url|timestamp)))\.ts$/,
    ]
      .map(({ source }) => source)
      .join('|'),
  ),
  archive: /\/src\/archive\/(base|tar)\//,
  core: /\/src\/(endpoint|net|engine|recipes)\/(?!files\/|.*(operations-since|requires-of|releases)\.ts$).*$/,
}

/** A table that is made of another: reading that one may do something, for all that a bundler knows. */
function hasSpread(init) {
  return init?.type === 'ObjectExpression' && init.properties.some(({ type }) => type === 'SpreadElement')
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
    .filter((init) => init?.type === 'CallExpression' || init?.type === 'NewExpression' || hasSpread(init))
  return inits.reduceRight((marked, { type, start, end }) => {
    const text = marked.slice(start, end)
    const pure = type === 'NewExpression' ? text : `(() => (${text}))()`
    return `${marked.slice(0, start)}/* @__PURE__ */ ${pure}${marked.slice(end)}`
  }, code)
}

const stripTypes = {
  name: 'strip-types',
  async transform(code, id) {
    if (!id.endsWith('.ts')) return null
    // Twice: esbuild leaves out comments, which are read at every start, only with the white space, which the second puts back.
    // In ASCII: of other text V8 keeps, and reads, two bytes a character.
    const sourcemap = 'inline'
    const bare = await transform(code, {
      loader: 'ts',
      minifyWhitespace: true,
      target: 'node20.19',
      sourcefile: id,
      sourcemap,
    })
    const tidy = await transform(bare.code, { target: 'node20.19', charset: 'ascii', sourcemap: 'external' })
    // The marks move columns to the right within a constant's first and last line, which the map leaves as they were. Lines stay.
    return { code: markPure(tidy.code, this.parse(tidy.code)), map: tidy.map }
  },
}

/** module.exports is the class, as docker-modem's is, which has itself under two names, too. */
const THE_CLASS = 'module.exports = Object.assign(module.exports.Modem, { ...module.exports })'

/** As in a declaration that a CommonJS file reads: what the ES module's declarations say. */
const AS_IMPORTED = "with { 'resolution-mode': 'import' }"

/**
 * dist/name.d.cts: the types of name.d.ts for a file that TypeScript compiles to require(). It has no types of its own, so
 * that a value from one form fits where the other form's is wanted.
 */
function declare(name) {
  const types = []
  const values = []
  const source = readFileSync(`src/${name}.ts`, 'utf8')
  for (const [, all, list, from] of source.matchAll(/^export (type )?\{([^}]*)\} from '([^']+)'/gm)) {
    const file = readFileSync(`src/${from}`, 'utf8')
    for (const item of list.split(',').map((text) => text.trim())) {
      if (item === '') continue
      const [original, known = original] = item.replace(/^type /, '').split(' as ')
      if (all !== undefined || item.startsWith('type ')) types.push(known)
      else {
        values.push(`export declare const ${known}: typeof esm.${known}`)
        const both = new RegExp(`^export (?:abstract )?(?:class|type|interface) ${original}\\b(<)?`, 'm').exec(file)
        if (both?.[1] !== undefined)
          throw new Error(`${name}: ${original} is generic: say its type in rollup.config.js`)
        if (both) values.push(`export type ${known} = esm.${known}`)
      }
    }
  }
  const namespaces = [...source.matchAll(/^export type \* as (\w+) from '([^']+)'/gm)].map(
    ([, known, from]) => `export type * as ${known} from '${from.replace(/\.ts$/, '.js')}' ${AS_IMPORTED}`,
  )
  return `${[
    `import type * as esm from './${name}.js' ${AS_IMPORTED}`,
    ...values,
    ...(types.length > 0 ? [`export type { ${types.join(', ')} } from './${name}.js' ${AS_IMPORTED}`] : []),
    ...namespaces,
  ].join('\n')}\n`
}

/** What stands beside the CommonJS files: their declarations, and what answers require('docker-modem'). */
const besideCommonJs = {
  name: 'beside-common-js',
  async generateBundle() {
    const register = await transform(readFileSync('src/modem-register.cts', 'utf8'), { loader: 'ts' })
    const files = {
      ...Object.fromEntries(modules.map((name) => [`${name}.d.cts`, declare(name)])),
      'modem.d.cts': readFileSync('src/modem.d.cts', 'utf8'),
      'modem-register.cjs': register.code.replaceAll('./modem.js', './modem.cjs'),
    }
    for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source })
  },
}

const output = {
  dir: 'dist',
  minifyInternalExports: false,
  // Without it every entry point imports again what core.js imports.
  hoistTransitiveImports: false,
  manualChunks: (id) => Object.keys(SHARED).find((name) => SHARED[name].test(id)),
}

export default {
  input: Object.fromEntries(modules.map((name) => [name, `src/${name}.ts`])),
  external: /^node:/,
  plugins: [stripTypes],
  output: [
    {
      ...output,
      format: 'es',
      entryFileNames: '[name].js',
      chunkFileNames: 'shared/[name].js',
      // The maps lead to src/, which the package has once, in place of a copy in each map.
      sourcemap: true,
      sourcemapExcludeSources: true,
    },
    {
      ...output,
      // For loaders that cannot require() an ES module: Jest's. Node itself takes the ES modules either way.
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'shared/[name].cjs',
      exports: 'named',
      // Jest cannot import() either: what is loaded later is required then.
      dynamicImportInCjs: false,
      footer: ({ name }) => (name === 'modem' ? THE_CLASS : ''),
      plugins: [besideCommonJs],
    },
  ],
}
