// In place of faker, a third of what Prism takes to load. Only answers that are made up need it.
const ofPrism = require('./of-prism.cjs')

Object.defineProperty(exports, 'faker', { get: () => ofPrism('@faker-js/faker').faker })
