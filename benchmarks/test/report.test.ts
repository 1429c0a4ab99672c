import { expect, test } from 'vitest'
import { chartOf } from '../src/chart.ts'
import { CLIENT } from '../src/contenders.ts'
import { verdictsOn } from '../src/limits.ts'
import { printTable, printVerdicts } from '../src/report.ts'
import { measureOf } from '../src/statistics.ts'

const size = 'bytes of the client, gzipped'
const throughput = 'requests a second of mesh-mock, against Prism'

test('a measure is the median with its quartiles, in whatever order the figures came', () => {
  expect(measureOf([9, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7 })
})

test('a figure past its limit does not hold, whichever side the limit is on', () => {
  const holds = (ratios: Record<string, number>) =>
    verdictsOn(Object.fromEntries(Object.entries(ratios).map(([name, value]) => [name, measureOf([value])])), false).map(
      (verdict) => verdict.holds,
    )
  expect(holds({ [size]: 8000, [throughput]: 1.5 })).toEqual([true, true])
  expect(holds({ [size]: 8001, [throughput]: 1.49 })).toEqual([false, false])
  expect(holds({ [size]: Number.NaN })).toEqual([false])
})

test('a figure with a limit that was not measured does not hold after a whole run', () => {
  expect(verdictsOn({}, false)).toEqual([])
  expect(verdictsOn({}, true).length).toBeGreaterThan(10)
  expect(verdictsOn({}, true).filter(({ holds }) => holds)).toEqual([])
})

test('a goal that is missed is said beside the limit', () => {
  expect(printVerdicts(verdictsOn({ [size]: measureOf([7000]) }, false))).toMatch(/^holds .*7,000 +≤ 8000; the goal is 6000$/m)
  expect(printVerdicts(verdictsOn({ [size]: measureOf([5000]) }, false))).not.toContain('goal')
})

test('a table and a chart show each row, and what could not be measured as a dash', () => {
  const rows = [
    { name: 'slow', cells: [measureOf([2.5])] },
    { name: CLIENT, cells: [measureOf([1, 1.1, 1.2])] },
  ]
  const table = { title: 'A <call>', columns: ['CPU'], rows: [...rows, { name: 'gone', cells: [undefined] }] }
  expect(printTable(table)).toMatch(/slow +2\.50\n@mesh-balance\/client +1\.10 \(1\.00–1\.20\)\ngone +–/)
  const svg = chartOf({ ...table, rows }, 'Node & machine')
  expect(svg).toContain('A &lt;call>')
  expect(svg).toContain('Node &amp; machine')
  // The shortest bar first.
  expect(svg.indexOf(CLIENT)).toBeLessThan(svg.indexOf('slow'))
})
