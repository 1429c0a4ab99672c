import type { Table } from './section.ts'

const WIDTH = 840
const LABELS = 310
const BAR = 22

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A bar chart of the first column, the shortest bar first. It is read on light and on dark. */
export const chartOf = ({ title, columns, rows }: Table, caption: string): string => {
  const bars = rows.map(({ name, cells }) => ({ name, value: cells[0]?.median ?? 0 })).sort((a, b) => a.value - b.value)
  const longest = Math.max(...bars.map(({ value }) => value))
  const height = 64 + bars.length * (BAR + 8) + 28
  const lines = bars.map(({ name, value }, index) => {
    const y = 56 + index * (BAR + 8)
    const length = Math.max(2, (value / longest) * (WIDTH - LABELS - 70))
    const own = name.startsWith('@mesh-balance/')
    return [
      `<text x="${LABELS - 10}" y="${y + 15}" text-anchor="end"${own ? ' font-weight="bold"' : ''}>${xml(name)}</text>`,
      `<rect x="${LABELS}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="3" fill="${own ? '#2f81f7' : '#8b949e'}"/>`,
      `<text x="${(LABELS + length + 8).toFixed(1)}" y="${y + 15}">${value.toFixed(2)}</text>`,
    ].join('\n')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${xml(title)}" font-family="system-ui, sans-serif" font-size="13">
<style>text { fill: #1f2328 } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }</style>
<text x="10" y="22" font-size="15" font-weight="bold">${xml(`${title}: ${columns[0] ?? ''}`)}</text>
<text x="10" y="42" font-size="12">less is better</text>
${lines.join('\n')}
<text x="10" y="${height - 12}" font-size="11">${xml(caption)}</text>
</svg>
`
}
