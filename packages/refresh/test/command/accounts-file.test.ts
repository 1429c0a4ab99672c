import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { institutions } from '@mesh-balance/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAccountsFile } from '../../src/command/accounts-file.js'
import { UsageError } from '../../src/command/usage-error.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mesh-balance-file-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const [type = ''] = Object.keys(institutions)
test.each([
  ['empty.csv', '', 'empty.csv has no accounts'],
  ['only-header.csv', 'id,type,authToken\n', 'only-header.csv has no accounts'],
  ['header.csv', `id,type\na,${type}\n`, 'header.csv:1: the header has no authToken'],
  ['fields.csv', `id,type,authToken\na,${type},t\nb,${type}\n`, 'fields.csv:3: 2 fields, and the header has 3'],
  ['missing.csv', `id,type,authToken\na,${type},\n`, 'missing.csv:2: authToken is missing'],
  ['twice.csv', `id,type,authToken\na,${type},t\n\na,${type},t\n`, 'twice.csv:4: account "a" is on line 2 already'],
  ['bank.csv', 'id,type,authToken\na,bank,t\n', 'bank.csv:2: there is no institution "bank"'],
  ['mixed-up.csv', `id,type,authToken\na,very-secret-token-12345,${type}\n`, 'mixed-up.csv:2: there is no institution.'],
  ['quote.csv', `id,type,authToken\na,${type},"very-secret\n`, 'not CSV'],
  ['lines.jsonl', `{"id":"a","type":"${type}","authToken":"t"}\n{"very-secret\n[]\n`, 'lines.jsonl:3: not a JSON object.'],
  ['number.jsonl', `{"id":1,"type":"${type}","authToken":"t"}\n`, 'number.jsonl:1: id is missing'],
  ['nul.csv', `id,type,authToken\na\0b,${type},t\n`, 'nul.csv:2: id has a character that cannot be stored'],
  ['half.jsonl', `{"id":"\\ud800","type":"${type}","authToken":"t"}\n`, 'half.jsonl:1: id has a character that cannot be stored'],
  ['long-id.csv', `id,type,authToken\n${'a'.repeat(2001)},${type},t\n`, 'long-id.csv:2: id has more than 2000 bytes'],
])('are refused with their lines: %s', async (name, content, message) => {
  const path = join(folder, name)
  await writeFile(path, content)
  const problem = await readAccountsFile(path).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(UsageError)
  expect(String(problem)).toContain(message)
  expect(String(problem)).not.toContain('very-secret')
})

test('no more than twenty problems are told', async () => {
  const path = join(folder, 'long.csv')
  await writeFile(path, `id,type,authToken\n${'a,bank,t\n'.repeat(100)}`)
  const problem = await readAccountsFile(path).catch((error: unknown) => error)
  expect(String(problem).split('\n')).toHaveLength(21)
  expect(String(problem)).toMatch(/There may be more\.$/)
})

// Opens, and fails when it is read.
const unreadable = '/proc/self/mem'
if (!existsSync(unreadable)) console.log(`Skipped: there is no ${unreadable} to fail in the middle.`)
test.skipIf(!existsSync(unreadable)).each(['csv', 'jsonl'])('what cannot be read to its end is refused: %s', async (kind) => {
  const path = join(folder, `unreadable.${kind}`)
  await symlink(unreadable, path)
  const problem = await readAccountsFile(path).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(UsageError)
  expect(String(problem)).toContain(`${path} cannot be read to its end`)
})
