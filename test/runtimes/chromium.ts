import { join } from 'node:path'
import { chromium as driver } from 'playwright-core'
import { build, preview } from 'vite'
import { findChromium } from '../../packages/mock-server/test-browser/find-chromium.ts'
import type { Outcome } from './contract/settings.ts'
import { type Runtime, Unavailable } from './runtime.ts'

export const chromium: Runtime = {
  name: 'Chromium',
  async run(project) {
    const executablePath = findChromium()
    if (executablePath === undefined)
      throw new Unavailable('no Chromium was found. Install one, or name it with the variable CHROMIUM')
    const root = join(project.folder, 'contract')
    const shared = { root, configFile: false, logLevel: 'warn', worker: { format: 'es' } } as const
    await build({ ...shared, build: { target: 'es2024' } })
    const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0 } })
    const browser = await driver.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    try {
      const page = await browser.newPage()
      const errors: Outcome[] = []
      page.on('pageerror', ({ message }) => errors.push({ clause: 'nothing is left unhandled', failure: message }))
      await page.goto(server.resolvedUrls?.local[0] ?? '')
      const settingsUrl = project.settingsUrl({ isBrowser: true })
      const outcomes: Outcome[] = []
      for (const place of ['inPage', 'inWorker']) {
        const there = await page.evaluate(([name, url]) => Reflect.get(globalThis, name)(url), [place, settingsUrl] as const)
        outcomes.push(...there.map(({ clause, ...rest }: Outcome) => ({ clause: `${place}: ${clause}`, ...rest })))
      }
      const [major = ''] = browser.version().split('.')
      return { version: major, outcomes: [...outcomes, ...errors] }
    } finally {
      await browser.close()
      await server.close()
    }
  },
}
