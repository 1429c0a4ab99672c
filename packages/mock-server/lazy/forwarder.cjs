// In place of Prism's forwarder, which a mock does not need.
const ofPrism = require('./of-prism.cjs')

exports.default = (...args) => ofPrism('./dist/forwarder').default(...args)

// Prism writes each body down for its log, which may hold secrets. A body that cannot be written is left out there.
const notLogged = { _tag: 'Left', left: new Error('Bodies are not logged.') }
exports.serializeBody = () => notLogged
