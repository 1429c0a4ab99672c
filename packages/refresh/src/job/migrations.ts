/** What has been released is never edited; a change of the tables is one more entry. */
export const migrations: readonly string[] = [
  `
create table mesh_balance.account (
  id text primary key,
  type text not null,
  -- new, fresh, failing, parked (its person must connect it again)
  state text not null default 'new' check (state in ('new', 'fresh', 'failing', 'parked')),
  reason text,
  -- Failures since the last success.
  failures integer not null default 0,
  read_at timestamptz,
  total_cash_usd numeric,
  total_buying_power_usd numeric
)
-- Room on each page, and no index on what changes: an update then leaves nothing behind that waits for a vacuum.
with (fillfactor = 80);

create table mesh_balance.run (
  id integer generated always as identity primary key,
  started_at timestamptz not null default now(),
  -- When the last account was queued.
  filled_at timestamptz,
  finished_at timestamptz,
  -- Counted when it has ended.
  accounts integer,
  fresh integer,
  failed integer,
  parked integer
);
-- A run in progress is not doubled.
create unique index one_run_at_a_time on mesh_balance.run ((true)) where finished_at is null;

create table mesh_balance.run_account (
  run integer not null references mesh_balance.run,
  account text not null references mesh_balance.account,
  -- Null until there is one: fresh, failed, parked.
  outcome text check (outcome in ('fresh', 'failed', 'parked')),
  reason text,
  -- Passing failures so far.
  failures integer not null default 0,
  read_at timestamptz,
  primary key (run, account)
);
create index run_account_pending on mesh_balance.run_account (run) where outcome is null;

create table mesh_balance.balance (
  account text not null references mesh_balance.account,
  currency text not null,
  cash numeric,
  buying_power numeric,
  cryptocurrency_buying_power numeric,
  read_at timestamptz not null,
  primary key (account, currency)
) with (fillfactor = 80);

create table mesh_balance.balance_history (
  run integer not null,
  account text not null,
  currency text not null,
  cash numeric,
  buying_power numeric,
  cryptocurrency_buying_power numeric,
  read_at timestamptz not null,
  -- Nothing is referenced, so that what is too old can be deleted from either table.
  primary key (account, currency, run)
);

-- As rate-limiter-flexible wants it.
create table mesh_balance.rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
`,
]
