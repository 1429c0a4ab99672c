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
    (globals.process?.versions?.node !== undefined && globals.process.type !== 'renderer') ||
    globals.Deno !== undefined ||
    globals.Bun !== undefined ||
    globals.EdgeRuntime !== undefined ||
    globals.navigator?.userAgent === 'Cloudflare-Workers'
  const isPage = globals.window?.document !== undefined
  const isWebWorker = globals.WorkerGlobalScope !== undefined && typeof globals.importScripts === 'function'
  return !isServer && (isPage || isWebWorker)
}

/** @throws MeshConfigError in a browser, unless that is allowed */
export const refuseBrowser = (allowed: boolean | undefined, globals: Globals = globalThis as Globals): void => {
  if (!allowed && isBrowser(globals)) {
    throw new MeshConfigError(
      'This is a browser, where everybody can read clientSecret. Call Mesh from a server, or pass dangerouslyAllowBrowser: true.',
    )
  }
}
