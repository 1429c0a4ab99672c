// pnpm spec:diff, spec:changeset and spec:check: builds what they need, and says something only where that fails.
import { spawnSync } from 'node:child_process'
import { root } from './repository.ts'

const commands: Record<string, { readonly module: string; readonly tasks: readonly string[] }> = {
  diff: { module: './spec-diff.ts', tasks: ['build', '--filter=@mesh-balance/spec-diff'] },
  changeset: { module: './spec-changeset.ts', tasks: ['build', '--filter=@mesh-balance/spec-diff'] },
  // The document lints, and generated code is fresh.
  check: {
    module: './spec-check.ts',
    tasks: ['build', 'check:generated', '--filter=@mesh-balance/spec-diff', '--filter=@mesh-balance/client...'],
  },
}

const [name = ''] = process.argv.splice(2, 1)
const command = commands[name]
if (!command) throw new Error(`There is no spec:${name}. Known are: ${Object.keys(commands).join(', ')}.`)
const turbo = spawnSync('turbo', ['run', ...command.tasks, '--output-logs=errors-only'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  shell: process.platform === 'win32',
})
if (turbo.status === 0) {
  await import(command.module)
} else {
  console.error(
    `${turbo.stdout ?? ''}${turbo.stderr ?? ''}${turbo.error?.message ?? ''}\nspec:${name}: the step before it failed, see above.`,
  )
  process.exitCode = 1
}
