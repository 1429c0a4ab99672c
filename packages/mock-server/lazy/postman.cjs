// In place of Prism's reader of Postman collections, which an OpenAPI document does not need.
const ofPrism = require('./of-prism.cjs')

exports.transformPostmanCollectionOperations = (...args) =>
  ofPrism('@stoplight/http-spec/postman/operation').transformPostmanCollectionOperations(...args)
