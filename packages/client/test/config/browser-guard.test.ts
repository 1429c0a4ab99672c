import { afterEach, describe, expect, test, vi } from 'vitest'
import { createMeshClient, MeshConfigError } from '../../src/index.js'
import { refuseBrowser } from '../../src/runtime/config/browser-guard.js'

type Globals = NonNullable<Parameters<typeof refuseBrowser>[1]>

const page: Globals = { window: { document: {} }, navigator: { userAgent: 'Mozilla/5.0' } }
const webWorker: Globals = { WorkerGlobalScope: class {}, importScripts: () => {}, navigator: { userAgent: 'Mozilla/5.0' } }

describe('a browser is refused', () => {
  test.each<[string, Globals]>([
    ['a page', page],
    ['a web worker', webWorker],
    ['a page with a polyfill of process', { ...page, process: { versions: {} } }],
    ['a page in Electron', { ...page, process: { versions: { node: '24.0.0' }, type: 'renderer' } }],
  ])('%s, unless that is allowed', (_, globals) => {
    expect(() => refuseBrowser(undefined, globals)).toThrow(MeshConfigError)
    expect(() => refuseBrowser(false, globals)).toThrow('dangerouslyAllowBrowser: true')
    expect(() => refuseBrowser(true, globals)).not.toThrow()
  })
})

describe('a server is not taken for one', () => {
  test.each<[string, Globals]>([
    ['Node', { process: { versions: { node: '24.0.0' } } }],
    ['Node with jsdom', { ...page, process: { versions: { node: '24.0.0' } } }],
    ['Bun', { Bun: {}, process: { versions: { node: '24.0.0' } } }],
    ['a worker of Bun', { ...webWorker, Bun: {} }],
    ['Deno', { Deno: {}, window: {} }],
    ['a worker of Deno', { ...webWorker, Deno: {} }],
    ['Cloudflare', { ...webWorker, navigator: { userAgent: 'Cloudflare-Workers' } }],
    ['an edge function', { ...page, EdgeRuntime: 'edge-runtime' }],
    ['something unheard of', {}],
  ])('%s', (_, globals) => expect(() => refuseBrowser(undefined, globals)).not.toThrow())
})

describe('createMeshClient', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('asks before anything else', () => {
    vi.stubGlobal('window', page.window)
    vi.stubGlobal('process', undefined)
    expect(() => createMeshClient()).toThrow('This is a browser')
    expect(() => createMeshClient({ dangerouslyAllowBrowser: true, clientId: 'a', clientSecret: 'b' })).not.toThrow()
  })
})
