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

/** Imports what imports Prism. Where the runtime cannot redirect modules, Prism is loaded as a whole. */
export async function importLightly<T>(load: () => Promise<T>): Promise<T> {
  if (typeof module.registerHooks !== 'function') return await load()
  const hooks = module.registerHooks({
    resolve(specifier, context, next) {
      // Nobody else's imports of the same packages.
      const url = context.parentURL?.includes('/@stoplight/prism-http/dist/') ? replacements.get(specifier) : undefined
      return url === undefined ? next(specifier, context) : { url, format: 'commonjs', shortCircuit: true }
    },
  })
  try {
    return await load()
  } finally {
    hooks.deregister()
  }
}
