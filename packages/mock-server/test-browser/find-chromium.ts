import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'chrome.exe']
const usualPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser that `CHROMIUM` names, or the first that is found; undefined where there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM: named, PATH = '' } = process.env
  if (named && !existsSync(named)) throw new Error(`CHROMIUM is ${named}, where there is nothing. Correct it, or unset it.`)
  const onPath = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
  return named || [...onPath, ...usualPaths].find((path) => existsSync(path))
}
