// A program in CommonJS, which requires what it is given, and finds the same as a module that imports it.
const { existsSync } = require('node:fs')

const namesOf = (loaded) =>
  Object.keys(loaded)
    .filter((name) => name !== '__esModule' && name !== 'module.exports')
    .sort()
    .join()

const load = async (specifier) => {
  if (!existsSync(require.resolve(specifier))) throw new Error(`${specifier} is not there`)
  // JSON and YAML are read and not run.
  if (!/\.js$/.test(require.resolve(specifier))) return
  const required = require(specifier)
  const imported = await import(specifier)
  if (namesOf(required) === '') throw new Error(`${specifier} exports nothing`)
  if (namesOf(required) !== namesOf(imported)) {
    throw new Error(`${specifier} exports ${namesOf(imported)} to import, and ${namesOf(required)} to require`)
  }
}

Promise.all(process.argv.slice(2).map(load)).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
