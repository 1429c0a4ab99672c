import type { RefreshProgress } from '../in-process/progress.js'

export interface ProgressLine {
  show(progress: RefreshProgress): void
  end(): void
}

/** Milliseconds between two lines. */
const ON_TERMINAL = 100
const ELSEWHERE = 5000
const WIDTH = 24

/** How far the accounts have come: a line that is written over on a terminal, a line every few seconds elsewhere. */
export const createProgressLine = (stream: NodeJS.WriteStream = process.stderr): ProgressLine => {
  let shownAt = Number.NEGATIVE_INFINITY
  let isOpen = false
  return {
    show: (progress) => {
      const now = performance.now()
      if (now - shownAt < (stream.isTTY ? ON_TERMINAL : ELSEWHERE) && progress.done !== progress.total) return
      shownAt = now
      isOpen = stream.isTTY
      stream.write(stream.isTTY ? `\r\x1b[K${fitting(progress, stream.columns)}` : `${textOf(progress, false)}\n`)
    },
    end: () => {
      if (isOpen) stream.write('\n')
      isOpen = false
    },
  }
}

/** A line that is wider than the terminal goes on in the next one, where it cannot be written over. */
const fitting = (progress: RefreshProgress, columns: number): string => {
  const text = textOf(progress, true)
  // Where no width is told, it is 0.
  if (!columns || text.length < columns) return text
  return textOf(progress, false).slice(0, columns - 1)
}

const textOf = ({ done, failed, total, rate, timeLeft }: RefreshProgress, withBar: boolean): string => {
  const share = total ? done / total : 0
  const filled = Math.round(share * WIDTH)
  const bar = withBar ? `[${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ` : ''
  const left = timeLeft === undefined ? '' : `, ${durationOf(timeLeft)} left`
  return `${bar}${done} of ${total ?? '?'} accounts, ${failed} not read, ${rate.toFixed(rate < 10 ? 1 : 0)} a second${left}`
}

const durationOf = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
