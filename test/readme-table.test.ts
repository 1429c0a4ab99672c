import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './markdown.ts'
import { differences, type Row, withTable } from './runtimes/readme-table.ts'

const empty = withTable(readFileSync(join(root, 'README.md'), 'utf8'), [])
const row = (changed: Partial<Row> = {}): Row => ({ name: 'Bun', version: '1.2.3', result: 'passes', isPinned: true, ...changed })

test('what was written is what was found, and a second time changes nothing', () => {
  const rows = [
    row(),
    row({ version: '1.2.4' }),
    row({ name: 'Deno', result: 'skipped' }),
    row({ name: 'Node', result: 'fails' }),
  ]
  const written = withTable(empty, rows)
  expect(written).toContain('\n\n| runtime or tool | version | result  |\n| --------------- | ------- | ------- |\n| Bun  ')
  expect(differences(written, rows)).toEqual([])
  expect(withTable(written, rows)).toBe(written)
  expect(withTable(written, [])).toBe(empty)
})

test.each([
  ['another result', row({ result: 'fails' }), ['Bun 1.2.3: fails; the README says passes']],
  [
    'another version of what is pinned',
    row({ version: '2.0.0' }),
    ['Bun 2.0.0: passes; the README says nothing', 'Bun 1.2.3: is in the README, and was not tried'],
  ],
])('%s is told', (_, found, told) => expect(differences(withTable(empty, [row()]), [found])).toEqual(told))

test('what was skipped says nothing against the README, and does not pass for having passed', () => {
  expect(differences(withTable(empty, [row()]), [row({ result: 'skipped' })])).toEqual([])
  expect(differences(withTable(empty, [row({ result: 'skipped' })]), [row()])).toEqual([
    'Bun 1.2.3: passes; the README says skipped',
  ])
})

test('the machine may have another version of what is its own', () => {
  const chromium = (version: string) => row({ name: 'Chromium', version, isPinned: false })
  expect(differences(withTable(empty, [chromium('150.0')]), [chromium('151.0')])).toEqual([])
  expect(differences(withTable(empty, [chromium('150.0')]), [{ ...chromium('151.0'), result: 'fails' }])).toHaveLength(1)
})

test('a README without the place for it is refused', () =>
  expect(() => withTable('# Title', [row()])).toThrow('README.md has no <!--'))
