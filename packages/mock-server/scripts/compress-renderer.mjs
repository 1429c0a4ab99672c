// Puts the reference page's renderer into the package, so that nobody who installs it installs the renderer's own dependencies.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'

const bundle = readFileSync(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference')))
const compressed = brotliCompressSync(bundle, {
  params: {
    // Two higher take twenty times as long for a tenth less.
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bundle.length,
  },
})
mkdirSync('dist/reference-page', { recursive: true })
writeFileSync('dist/reference-page/scalar.js.br', compressed)
// Scalar's package does not carry its licence.
writeFileSync('dist/reference-page/scalar-license.txt', readFileSync('scripts/scalar-license.txt'))
