import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { base } from '../../docs/site/scripts/addresses.ts'
import { findChromium } from '../../packages/mock-server/test-browser/find-chromium.ts'
import { dist, pages } from './built-site.ts'
import { serveFolder } from './static-server.ts'

const executablePath = findChromium()
if (executablePath === undefined) {
  console.warn('SKIPPED: no Chromium was found. Install one ("apt-get install chromium"), or name it with the variable CHROMIUM.')
}

const desktop = { width: 1280, height: 900 }
const phone = { width: 360, height: 740 }

describe.skipIf(executablePath === undefined)('the site', () => {
  let browser: Browser
  let site: Awaited<ReturnType<typeof serveFolder>>
  beforeAll(async () => {
    site = await serveFolder(dist, base)
    browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      // Nothing gets out, whatever a page asks for.
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** A page of the browser, and what a visitor would have to complain about. */
  async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({ viewport: desktop, ...options })
    onTestFinished(() => context.close())
    context.setDefaultTimeout(15_000)
    const problems: string[] = []
    context.on('weberror', (error) => problems.push(error.error().message))
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    context.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(site.url).origin && !request.url().startsWith('data:')) {
        problems.push(`request to ${request.url()}`)
      }
    })
    context.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`)
    })
    return { page: await context.newPage(), problems }
  }

  /** What axe finds against the rules of WCAG, level AA. */
  async function barriers(page: Page): Promise<string[]> {
    await page.addScriptTag({ content: axe.source })
    const { violations } = (await page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })")) as axe.AxeResults
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }

  test.each([
    ['a phone, light', { viewport: phone, colorScheme: 'light' }],
    ['a desktop, dark', { viewport: desktop, colorScheme: 'dark' }],
  ] as const)(
    'every page fits on %s and can be read by all, with no error and no request to anywhere else',
    {
      timeout: 180_000,
    },
    async (_, options) => {
      const { page, problems } = await open(options)
      for (const path of pages.keys()) {
        await page.goto(site.url + path, { waitUntil: 'networkidle' })
        const width = await page.evaluate('document.documentElement.scrollWidth')
        if (width !== options.viewport.width) problems.push(`/${path} is ${width} pixels wide`)
        problems.push(...(await barriers(page)).map((barrier) => `/${path}: ${barrier}`))
      }
      expect(problems).toEqual([])
    },
  )

  test('follows the light and the dark of the system', async () => {
    const brightness = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open({ colorScheme })
      await page.goto(site.url)
      const color = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
      return Math.max(...(color.match(/\d+/g) ?? []).slice(0, 3).map(Number))
    }
    expect(await brightness('light')).toBeGreaterThan(200)
    expect(await brightness('dark')).toBeLessThan(60)
  })

  test.each([
    ['a phone', phone],
    ['a desktop', desktop],
  ])('search on %s finds an error class, and Enter leads to it', async (_, viewport) => {
    const { page, problems } = await open({ viewport })
    await page.goto(`${site.url}quickstart`)
    await page
      .getByRole('button', { name: /search/i })
      .first()
      .click()
    await page.getByRole('searchbox').fill('LockedError')
    await page
      .getByRole('option', { name: /Errors.*LockedError/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/#lockederror$/)
    expect(problems).toEqual([])
  })

  test('an address that is no page says so', async () => {
    const { page } = await open()
    expect((await page.goto(`${site.url}nowhere`))?.status()).toBe(404)
    await page.getByText('PAGE NOT FOUND').waitFor()
  })

  test('can be read without JavaScript', async () => {
    const { page } = await open({ javaScriptEnabled: false })
    await page.goto(`${site.url}reference/errors#lockederror`)
    expect(await page.getByRole('heading', { name: 'LockedError' }).isVisible()).toBe(true)
  })
})
