import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('the demo shows balances and one failure, and ends by itself', () => {
  const output = execFileSync(process.execPath, [fileURLToPath(new URL('../src/demo.ts', import.meta.url))], { encoding: 'utf8' })
  expect(output.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT')).toMatchInlineSnapshot(`
    "Balances by @mesh-balance/client, over HTTP, from the Prism mock on http://127.0.0.1:PORT

    Institution   Currency           Cash   Buying power
    Coinbase      USD           $1,250.75      $1,250.75
                  EUR             €320.40        €320.40
                  GBP              £84.12         £80.00
                  all, in USD   $1,708.34      $1,703.19
    Robinhood     USD            -$102.88      $4,897.12
    Kraken        USD             $512.30        $512.30
    Etoro         all, in USD       $0.00          $0.00
    Gemini        failed

    Gemini tells the person: Please reconnect your account.
    Gemini tells you:       ReconnectRequiredError: getBalance failed with HTTP status 400, status badRequest, errorType unauthorizedToken: The token is not authorized. Ask the person to connect the account again.

    Try next: npm run mock -- --scenario locked   (a mock to call from anywhere; README.md shows the client in ten lines)
    "
  `)
})
