import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page, type Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type MockServer, type MockServerOptions, startMockServer } from '../src/index.js'
import { namedExamples, validBody, validBodySummary } from '../test/mesh-request.js'
import { findChromium } from './find-chromium.js'
import { hostileDocument } from './hostile-document.js'
import { documentWith, waysOfSecurity } from './ways-of-security.js'

const executablePath = findChromium()
if (executablePath === undefined) {
  console.warn('SKIPPED: no Chromium was found. Install one ("apt-get install chromium"), or name it with the variable CHROMIUM.')
}

/** Tall, because the editors draw only the lines that are in sight. */
const desktop = { width: 1280, height: 1800 }
const phone = { width: 360, height: 740 }

const [byDefault] = namedExamples
const failures = namedExamples.filter(({ httpStatus }) => httpStatus >= 400)

interface Opened {
  mock: MockServer
  page: Page
  /** What a user would find in the console. */
  problems: string[]
  /** Origins of all requests but those that the page's own policy has stopped. */
  origins(): string[]
}

describe.skipIf(executablePath === undefined)('the reference page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // The tests do not depend on what is out there, and nothing gets there.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    })
  })
  afterAll(() => browser?.close())

  async function open(options: BrowserContextOptions = {}, mockOptions: MockServerOptions = {}): Promise<Opened> {
    const mock = await startMockServer(mockOptions)
    const context = await browser.newContext({ viewport: desktop, ...options })
    onTestFinished(async () => {
      await context.close()
      await mock.close()
    })
    const problems: string[] = []
    context.setDefaultTimeout(15_000)
    const requests: Request[] = []
    context.on('request', (request) => requests.push(request))
    const origins = () => {
      const sent = requests.filter((request) => request.failure()?.errorText !== 'csp')
      return [...new Set(sent.map((request) => new URL(request.url()).origin))]
    }
    context.on('weberror', (error) => problems.push(error.error().message))
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    context.on('dialog', async (dialog) => {
      problems.push(`dialog: ${dialog.message()}`)
      await dialog.dismiss()
    })
    const page = await context.newPage()
    await page.goto(`${mock.url}/docs`)
    await testRequest(page).first().waitFor()
    return { mock, page, problems, origins }
  }

  test('opens without an error and without a request to anywhere else', async () => {
    const { mock, page, problems, origins } = await open()
    await page.getByText(`curl ${mock.url}/`).waitFor()
    await tryIt(page)
    await send(page)
    await expect.poll(() => mock.requests.length).toBe(1)
    await page.waitForLoadState('networkidle')
    expect(problems).toEqual([])
    expect(origins()).toEqual([mock.url])
  })

  test('a request as it is prefilled shows the balance of the default scenario', async () => {
    const { mock, page } = await open()
    await tryIt(page)
    await send(page)
    expect(await answer(page)).toEqual({ status: '200', body: byDefault?.value })
    expect(mock.requests).toMatchObject([{ httpStatus: 200, violations: [] }])
  })

  test('what is filled in is sent', async () => {
    const { mock, page } = await open()
    const dialog = await tryIt(page)
    const body = { ...validBody, added: 'by hand' }
    await dialog.getByRole('textbox', { name: 'Value' }).first().fill('my-own-id')
    await editor(dialog.getByRole('region', { name: 'Request Body' })).fill(JSON.stringify(body))
    await send(page)
    expect((await answer(page)).status).toBe('200')
    expect(mock.requests).toMatchObject([{ body: { added: 'by hand' } }])
  })

  test('a scenario that is chosen from the list is answered', async () => {
    const { mock, page } = await open()
    const [failure] = failures
    await page.getByRole('button', { name: validBodySummary }).click()
    await page.getByRole('option', { name: `${failure?.name}: ${failure?.httpStatus} ${failure?.summary}` }).click()
    await tryIt(page)
    await send(page)
    expect(await answer(page)).toEqual({ status: String(failure?.httpStatus), body: failure?.value })
    expect(mock.requests).toMatchObject([{ scenario: failure?.name }])
  })

  test('a scenario that is chosen by the header is answered, and wins over the body', async () => {
    const { mock, page } = await open()
    const failure = failures.at(-1)
    const dialog = await tryIt(page)
    await dialog.getByRole('row', { name: 'Prefer' }).getByRole('button').first().click()
    await page.getByRole('menuitem', { name: `example=${failure?.name}`, exact: true }).click()
    const body = { ...validBody, authToken: `scenario:${failures[0]?.name}` }
    await editor(dialog.getByRole('region', { name: 'Request Body' })).fill(JSON.stringify(body))
    await send(page)
    expect(await answer(page)).toEqual({ status: String(failure?.httpStatus), body: failure?.value })
    expect(mock.requests).toMatchObject([{ scenario: failure?.name }])
  })

  test('follows the light and the dark of the system', async () => {
    const brightness = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open({ colorScheme })
      const color = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
      return Math.max(...(color.match(/\d+/g) ?? []).slice(0, 3).map(Number))
    }
    expect(await brightness('light')).toBeGreaterThan(200)
    expect(await brightness('dark')).toBeLessThan(60)
  })

  test('is no wider than a phone, and can be used there', async () => {
    const { page } = await open({ viewport: phone })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    const dialog = await tryIt(page)
    const [failure] = failures
    await dialog.getByRole('row', { name: 'Prefer' }).getByRole('button').first().click()
    await page.getByRole('menuitem', { name: `example=${failure?.name}`, exact: true }).click()
    await send(page)
    const status = page.getByRole('region', { name: 'Response' }).getByRole('link', { name: String(failure?.httpStatus) })
    await status.waitFor()
    for (const control of [sendButton(page), status, dialog.getByRole('button', { name: 'Raw' }).first()]) {
      const { x, width } = await boxOf(control)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(phone.width)
    }
  })

  test('the answer comes into sight on a phone, where it is below the request', async () => {
    const { page } = await open({ viewport: phone })
    await tryIt(page)
    await send(page)
    const status = page.getByRole('region', { name: 'Response' }).getByRole('link', { name: '200' })
    await expect.poll(async () => (await boxOf(status)).y).toBeLessThan(phone.height - 100)
  })

  test('a request can be sent with the keyboard alone', async () => {
    const { mock, page } = await open()
    await testRequest(page).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    for (let presses = 0; presses < 100; presses++) {
      if (await page.evaluate(`document.activeElement.textContent.includes('Send post request')`)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    expect((await answer(page)).status).toBe('200')
    expect(mock.requests).toHaveLength(1)
  })

  test('nothing in a document is run', async () => {
    const { mock, page, problems, origins } = await open({}, { document: hostileDocument })
    await tryIt(page)
    await send(page)
    expect((await answer(page)).status).toBe('200')
    expect(await page.title()).toContain(hostileDocument.info.title.slice(0, 30))
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined()
    // Not by the policy alone.
    expect(await page.locator('[onerror], [onload], [srcdoc], [href^="javascript:"]').count()).toBe(0)
    expect(problems.filter((problem) => problem.startsWith('dialog'))).toEqual([])
    expect(origins()).toEqual([mock.url])
  })

  test.for(waysOfSecurity)('credentials are prefilled: %s', async (way) => {
    for (const place of ['operation', 'document'] as const) {
      const { mock, page } = await open({}, { document: documentWith(way, place) })
      await tryIt(page)
      await send(page)
      expect(await answer(page)).toEqual({ status: '200', body: { pong: true } })
      expect(mock.requests).toMatchObject([{ violations: [] }])
    }
  })
})

function testRequest(page: Page): Locator {
  return page.getByRole('button', { name: 'Test Request' })
}

async function tryIt(page: Page): Promise<Locator> {
  await testRequest(page).first().click()
  const dialog = page.getByRole('dialog', { name: 'API Client' })
  await dialog.waitFor()
  return dialog
}

/** One of two; which is seen depends on the width. */
function sendButton(page: Page): Locator {
  return page.getByRole('dialog').getByRole('button', { name: /^Send \w+ request to/ })
}

async function send(page: Page): Promise<void> {
  await sendButton(page).click()
}

function editor(region: Locator): Locator {
  return region.locator('.cm-content')
}

async function answer(page: Page): Promise<{ status: string | undefined; body: unknown }> {
  const region = page.getByRole('region', { name: 'Response' })
  const status = await region.getByRole('link', { name: /^\d{3}\b/ }).textContent()
  const text = await editor(region.getByRole('region', { name: 'Body' })).textContent()
  return { status: /\d{3}/.exec(status ?? '')?.[0], body: JSON.parse(text ?? '') }
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('It is not seen.')
  return box
}
