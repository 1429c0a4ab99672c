// In place of the generator of answers that are made up. Prism prepares it at once, which is done when it is first used.
const ofPrism = require('./of-prism.cjs')

const prepared = []
let loaded

function generator() {
  if (loaded) return loaded
  loaded = ofPrism('json-schema-faker').JSONSchemaFaker
  for (const [method, args] of prepared) loaded[method](...args)
  return loaded
}

function later(method) {
  return (...args) => (loaded ? loaded[method](...args) : prepared.push([method, args]))
}

exports.JSONSchemaFaker = {
  extend: later('extend'),
  option: later('option'),
  generate: (...args) => generator().generate(...args),
}
