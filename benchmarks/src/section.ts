import type { Measure } from './statistics.ts'

/** One table of the report. */
export interface Table {
  readonly title: string
  /** What is measured, and in what unit. */
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly cells: readonly (Measure | undefined)[] }[]
}

/** Figures that a limit is set for, by name; `limits.ts` has the same names. */
export type Ratios = Record<string, Measure>

export interface Outcome {
  readonly tables: readonly Table[]
  readonly ratios: Ratios
}

export interface Options {
  /** Fewer rounds, for who wants to see the effect of a change. */
  readonly quick: boolean
}

export type Section = (options: Options) => Promise<Outcome>
