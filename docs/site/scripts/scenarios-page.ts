import { listScenarios } from '../../../packages/mock-server/dist/index.js'
import { fenced, page, plain, table } from './markdown.ts'

export async function scenariosPage(): Promise<string> {
  const scenarios = await listScenarios()
  return page(
    '# Scenarios',
    'Every named example of the document is a scenario: the mock can be asked for it, in a test with `use(name)`, on the command line (of an installed `@mesh-balance/mock-server`) with `--scenario`, in a request with the header `Prefer`.',
    fenced('sh', `npx mesh-mock --scenario ${scenarios.at(-1)?.name}`),
    table(
      ['scenario', 'HTTP status', 'meaning', 'operation'],
      scenarios.map(({ name, httpStatus, summary, operationId }) => [
        `[\`${name}\`](./http.md#${name})`,
        String(httpStatus),
        plain(summary),
        `\`${operationId}\``,
      ]),
    ),
    'What the client makes of each failure: [Errors](./errors.md). Bodies: [HTTP](./http.md).',
  )
}
