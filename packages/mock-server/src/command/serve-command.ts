import module from 'node:module'
import { styleText } from 'node:util'
import { startMockServer } from '../start-mock-server.js'
import type { CommandOptions } from './command-options.js'
import { requestLine } from './request-log.js'

/** Milliseconds that answers under way have when the command is told to end; a second signal ends them at once. */
const grace = 10_000

/**
 * `mesh-mock`, until SIGINT or SIGTERM.
 * @throws MockServerError what `startMockServer` throws
 */
export async function serveCommand(options: CommandOptions, version: string, print: (text: string) => void): Promise<void> {
  const { port, host, document, scenario, fault, dynamic, seed, watch, json } = options
  const say = (event: string, details: object, line: string) =>
    print(json ? JSON.stringify({ event, time: new Date().toISOString(), ...details }) : line)
  const mock = await startMockServer({
    port,
    fault,
    dynamic,
    watch,
    ...(host !== undefined && { host }),
    ...(document !== undefined && { document }),
    ...(scenario !== undefined && { scenario }),
    ...(seed !== undefined && { seed }),
    onRequest: (request) => say('request', request, requestLine(request)),
    onReload: (error) =>
      error
        ? say(
            'reload',
            { error: error.message },
            styleText('red', `not read again: ${error.message}`, { stream: process.stdout }),
          )
        : say('reload', {}, 'read the document again'),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => void mock.close())
      void mock.close({ grace })
    })
  }
  const { url, curl, docs } = mock
  const byChance = dynamic || fault.length > 0
  const told = [
    ...(scenario === undefined ? [] : [`scenario ${scenario}`]),
    ...(dynamic ? ['dynamic'] : []),
    ...fault,
    ...(byChance ? [`seed ${mock.seed}`] : []),
  ]
  const first = [`mesh-mock ${version} listens on ${url}`, ...told].join(', ')
  const example = curl === undefined ? [] : ['', 'Try it:', curl, '']
  const details = { version, url, docs, scenario, dynamic, faults: fault, seed: mock.seed, curl }
  const reference = docs === undefined ? [] : [`Reference, to try it in a browser: ${docs}`]
  say('start', details, [first, ...reference, ...example].join('\n'))
  // For the next start; a process that is killed would not do it at its end.
  setImmediate(() => module.flushCompileCache?.())
}
