/** Aligns rows: columns are as wide as their widest cell, and those from `firstNumber` on are flush right. */
export const table = (rows: readonly (readonly string[])[], firstNumber: number): string =>
  rows
    .map((row) =>
      row.map((cell, column) => {
        const width = Math.max(...rows.map((other) => other[column]?.length ?? 0))
        return column < firstNumber ? cell.padEnd(width) : cell.padStart(width)
      }),
    )
    .map((row) => row.join('   ').trimEnd())
    .join('\n')
