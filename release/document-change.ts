import { readFileSync } from 'node:fs'
import { type Bump, type Change, diffDocuments, type Level, type SpecDiff } from '@mesh-balance/spec-diff'
import { parse } from 'yaml'
import type { Baseline } from './baseline.ts'
import { workingDocument } from './repository.ts'
import { scenarioNames } from './scenario-names.ts'

/** The packages that are made of the document. */
export const packages = ['@mesh-balance/openapi', '@mesh-balance/client', '@mesh-balance/mock-server'] as const
export type PackageName = (typeof packages)[number]

/** What a change of the document is to those who use a package. */
export interface PackageChange {
  readonly level: Level
  readonly packages: readonly PackageName[]
  /** For a changelog. */
  readonly message: string
}

export interface DocumentChange {
  /** Name of what the document was compared with. */
  readonly baseline: string
  readonly diff: SpecDiff
  readonly changes: readonly PackageChange[]
}

/** The working document against a baseline. */
export async function readDocumentChange({ name, document: old }: Baseline): Promise<DocumentChange> {
  // Read as a file, so that what is wrong with it is told with its place.
  const diff = await diffDocuments(old, workingDocument)
  const now: object = parse(readFileSync(workingDocument, 'utf8'))
  const changes = [...withoutCompanions(diff.changes).map(ofChange), ...scenarioChanges(old, now)]
  return { baseline: name, diff, changes: changes.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level)) }
}

const order: readonly Bump[] = ['major', 'minor', 'patch']

/** What is said beside a value that came or went is part of the same change. */
function withoutCompanions(changes: readonly Change[]): Change[] {
  const parentOf = ({ where }: Change) => where.replace(/\/[^/]*$/, '')
  const parents = new Set(changes.filter(({ id }) => id !== 'extension-changed').map(parentOf))
  return changes.filter((change) => change.id !== 'extension-changed' || !parents.has(parentOf(change)))
}

/** Examples, and how answers are made up, are seen in the document and in the mock; everything else in the client as well. */
function ofChange({ id, level, message, where }: Change): PackageChange {
  const isOfMock = id === 'example-changed' || where.endsWith('/x-faker')
  return { level, message, packages: isOfMock ? ['@mesh-balance/openapi', '@mesh-balance/mock-server'] : packages }
}

/** Tests name scenarios: one that is gone breaks them. */
function scenarioChanges(old: object, now: object): PackageChange[] {
  const [before, after] = [scenarioNames(old), scenarioNames(now)]
  const ofMock = { packages: ['@mesh-balance/mock-server'] as const }
  const gone = [...before].filter((name) => !after.has(name))
  const added = [...after].filter((name) => !before.has(name))
  return [
    ...gone.map((name): PackageChange => ({ ...ofMock, level: 'major', message: `${name} is gone from the mock.` })),
    ...added.map((name): PackageChange => ({ ...ofMock, level: 'minor', message: `${name} can be asked of the mock.` })),
  ]
}

/** Each sentence once: a field that two schemas share is gone from both. */
export function messagesOf(changes: readonly PackageChange[]): string[] {
  return [...new Set(changes.map(({ message }) => message))]
}

/** The bump that each package needs. */
export function neededBumps(changes: readonly PackageChange[]): Map<PackageName, Level> {
  const needed = new Map<PackageName, Level>()
  for (const name of packages) {
    const levels = changes.filter((change) => change.packages.includes(name)).map(({ level }) => level)
    const level = (['major', 'minor', 'patch'] as const).find((each) => levels.includes(each))
    if (level) needed.set(name, level)
  }
  return needed
}
