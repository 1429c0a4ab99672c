import module from 'node:module'

/** What Prism imports, and what takes its place until it is used: together more than half of the time that Prism takes to load. */
const replacements = new Map(
  Object.entries({
    '@faker-js/faker': 'faker.cjs',
    'json-schema-faker': 'json-schema-faker.cjs',
    'lodash/fp': 'lodash-fp.cjs',
    '@stoplight/http-spec/postman/operation': 'postman.cjs',
    './forwarder': 'forwarder.cjs',
    '../forwarder': 'forwarder.cjs',
  }).map(([specifier, file]) => [specifier, new URL(`../lazy/${file}`, import.meta.url).href]),
)

/** Imports what imports Prism. Where the runtime does not redirect modules, Prism is loaded as a whole. */
export async function importLightly<T>(load: () => Promise<T>): Promise<T> {
  const hooks = redirect()
  try {
    return await load()
  } finally {
    hooks?.deregister()
  }
}

function redirect(): module.ModuleHooks | undefined {
  try {
    return module.registerHooks({
      resolve(specifier, context, next) {
        // Nobody else's imports of the same packages.
        const url = context.parentURL?.includes('/@stoplight/prism-http/dist/') ? replacements.get(specifier) : undefined
        return url === undefined ? next(specifier, context) : { url, format: 'commonjs', shortCircuit: true }
      },
    })
  } catch {
    // Not every runtime has it, and Jest's throws.
    return undefined
  }
}
