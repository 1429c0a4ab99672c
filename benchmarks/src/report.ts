import type { Verdict } from './limits.ts'
import type { Table } from './section.ts'
import type { Measure } from './statistics.ts'

const number = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)

/** The median, and how far the quartiles are from it. */
const cell = (measure: Measure | undefined): string => {
  if (measure === undefined || Number.isNaN(measure.median)) return '–'
  const { median, low, high } = measure
  return low === high ? number(median) : `${number(median)} (${number(low)}–${number(high)})`
}

const columnsOf = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join('  '),
    )
    .join('\n')
}

export const printTable = ({ title, columns, rows }: Table): string =>
  `${title}\n${columnsOf([['', ...columns], ...rows.map(({ name, cells }) => [name, ...cells.map(cell)])])}\n`

export const printVerdicts = (verdicts: readonly Verdict[]): string =>
  `Limits\n${columnsOf(
    verdicts.map(({ name, value, limit, holds, goal }) => [
      `${holds ? 'holds' : 'FAILS'}  ${name}`,
      number(value),
      limit + (goal === undefined ? '' : `; the goal is ${goal}`),
    ]),
  )}\n`
