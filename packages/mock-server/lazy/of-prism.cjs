const { createRequire } = require('node:module')

/** Requires what Prism depends on, as a module that import-lightly does not redirect. */
module.exports = createRequire(require.resolve('@stoplight/prism-http/package.json'))
