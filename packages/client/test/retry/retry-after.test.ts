import { expect, test } from 'vitest'
import { retryAfter } from '../../src/runtime/retry/retry-after.js'

const now = Date.parse('2026-01-01T00:00:00Z')

test.each([
  [{}, undefined],
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5000],
  [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
  [{ 'retry-after-ms': 'x', 'retry-after': '3' }, 3000],
  [{ 'retry-after-ms': '2.25' }, 2.25],
  [{ 'retry-after-ms': 'x2' }, undefined],
  [{ 'retry-after-ms': '2x' }, undefined],
  [{ 'retry-after': '1.25' }, 1250],
  [{ 'retry-after': '2x' }, undefined],
  [{ 'retry-after': 'x2' }, undefined],
  [{ 'retry-after': 'on Thu, 01 Jan 2026 00:00:05 GMT' }, undefined],
  [{ 'retry-after': 'Thu, soon' }, undefined],
  [{ 'retry-after': 'Thursday, 01-Jan-26 00:00:05 GMT' }, 5000],
])('%j asks to wait %s ms', (headers, expected) =>
  expect(retryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected),
)
