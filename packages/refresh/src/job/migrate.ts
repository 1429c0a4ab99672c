import type { Database, Sql } from './database.js'
import { DatabaseError } from './database-error.js'
import { migrations } from './migrations.js'

/**
 * Brings the tables to the version of this program. Safe to run from several processes at once.
 *
 * @throws DatabaseError where the tables are of a later version
 */
export const migrate = (database: Database): Promise<void> =>
  database.transaction(async (sql) => {
    // Any number that nobody else takes. The lock ends with the transaction.
    await sql.query('select pg_advisory_xact_lock(7265667265736801)')
    // Where it is there, a user without the right to make a schema can go on: "if not exists" asks for the right first.
    const { rows } = await sql.query<{ exists: boolean }>(`select to_regclass('mesh_balance.migration') is not null as exists`)
    if (!rows[0]?.exists) {
      await sql.script(`create schema if not exists mesh_balance;
        create table mesh_balance.migration (version integer primary key, applied_at timestamptz not null default now())`)
    }
    const found = await versionOf(sql)
    if (found > migrations.length) {
      throw new DatabaseError(
        `The tables are of version ${found}, and this program knows ${migrations.length}. Update @mesh-balance/refresh.`,
      )
    }
    for (const [index, statements] of migrations.entries()) {
      if (index < found) continue
      await sql.script(statements)
      await sql.query('insert into mesh_balance.migration (version) values ($1)', [index + 1])
    }
  })

const versionOf = async (sql: Sql): Promise<number> => {
  const { rows } = await sql.query<{ version: number }>('select coalesce(max(version), 0) as version from mesh_balance.migration')
  return rows[0]?.version ?? 0
}
