import { MeshConfigError } from '../errors/mesh-config-error.js'

interface Globals {
  process?: { versions?: { node?: string }; type?: string }
  Deno?: unknown
  Bun?: unknown
  EdgeRuntime?: unknown
  navigator?: { userAgent?: string }
  window?: { document?: unknown }
  WorkerGlobalScope?: unknown
  importScripts?: unknown
}

/** Whether this is a page or a web worker, where everybody can read what the code holds. */
const isBrowser = (globals: Globals): boolean => {
  // A renderer of Electron has `process` as well, but is a page.
  const isServer =
    (globals.process?.versions?.node && globals.process.type !== 'renderer') ||
    globals.Deno ||
    globals.Bun ||
    globals.EdgeRuntime ||
    globals.navigator?.userAgent === 'Cloudflare-Workers'
  const isWebWorker = globals.WorkerGlobalScope && typeof globals.importScripts === 'function'
  return !isServer && Boolean(globals.window?.document || isWebWorker)
}

/** @throws MeshConfigError in a browser, unless that is allowed */
export const refuseBrowser = (allowed: boolean | undefined, globals: Globals = globalThis as Globals): void => {
  if (!allowed && isBrowser(globals)) {
    throw new MeshConfigError(
      'This is a browser, where everybody can read clientSecret. Call Mesh from a server, or pass dangerouslyAllowBrowser: true.',
    )
  }
}
