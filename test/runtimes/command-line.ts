import { join } from 'node:path'
import type { Outcome } from './contract/settings.ts'
import { execute } from './execute.ts'
import type { Project } from './project.ts'

const withoutVariables = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MESH_')))

/** Runs the contract with a command that takes a file of TypeScript. */
export async function runCommandContract(
  project: Project,
  command: string,
  options: readonly string[],
  { hasVariables }: { hasVariables: boolean },
): Promise<Outcome[]> {
  const variables = { MESH_CLIENT_ID: 'id', MESH_CLIENT_SECRET: 'secret', MESH_BASE_URL: project.mockUrl }
  const args = [...options, join('contract', 'command.ts'), project.settingsUrl({ hasVariables })]
  const output = await execute(project.folder, command, args, { ...withoutVariables, ...(hasVariables && variables) })
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')
}

/** Imports and requires every entry point of some of the packages. */
export async function tryEntryPoints(
  { folder, packages }: Project,
  command: string,
  options: readonly string[],
  names: (name: string) => boolean = () => true,
): Promise<Outcome> {
  const specifiers = packages
    .filter(({ manifest }) => names(manifest.name))
    .flatMap(({ manifest }) => Object.keys(manifest.exports ?? {}).map((path) => manifest.name + path.slice(1)))
  const clause = 'every entry point can be imported and required'
  try {
    await execute(folder, command, [...options, join('contract', 'entry-points.cjs'), ...specifiers])
    return { clause }
  } catch (error) {
    return { clause, failure: (error as Error).message }
  }
}
