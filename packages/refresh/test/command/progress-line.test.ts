import { expect, test } from 'vitest'
import { createProgressLine } from '../../src/command/progress-line.js'

const drawn = (columns: number): string => {
  let text = ''
  const write = (chunk: string) => {
    text += chunk
    return true
  }
  const line = createProgressLine({ isTTY: true, columns, write } as unknown as NodeJS.WriteStream)
  line.show({ done: 123_456, failed: 1234, total: 1_000_000, rate: 1234, timeLeft: 710_000, pause: 0 })
  return text
}

test.each([20, 79, 80, 120])('fits into %i columns, to be written over', (columns) => {
  expect(drawn(columns).replace('\r\x1b[K', '').length).toBeLessThan(columns)
  expect(drawn(columns)).toContain('123456 of 1000000')
})

test('has its bar where there is room, and where the width is not known', () => {
  for (const columns of [120, 0]) expect(drawn(columns)).toMatch(/\[#+ +\] 123456 of .* 12 min left$/)
})
