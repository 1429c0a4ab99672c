// In place of all of lodash/fp, of which Prism uses one function where credentials are missing.
const ofPrism = require('./of-prism.cjs')

exports.set = (...args) => ofPrism('lodash/fp').set(...args)
