export const help = `Usage: mesh-balance COMMAND [options]

Reads balances through Mesh's API, and keeps those of many accounts fresh.

Commands
  get --type INSTITUTION   Read one account. Its authToken comes from MESH_AUTH_TOKEN, from standard input, or is asked for
  refresh FILE             Read all accounts of a file once; the same command goes on with a run that was ended
  worker FILE              Read what is queued until told to end, beside as many other workers as there are
  status                   Show runs, accounts by state, and the oldest balance
  export                   Print the latest balances
  reconnected ID...        Tell that accounts were connected again: the next run reads them

FILE is CSV with the header id,type,authToken, or JSON lines (.jsonl) with these fields.

Options
  --database LOCATION      Folder, or URL of a PostgreSQL server. Default: DATABASE_URL, or the folder mesh-balance-data
  --concurrency NUMBER     refresh, worker: accounts that are read at the same time. Default: 10
  --rate NUMBER            refresh, worker: requests a second, by all workers together. Default: what the API takes
  --every DURATION         worker: begin a run every so often, such as 15m or 6h, from then on; off ends that
  --cron EXPRESSION        worker: begin runs by a cron expression, in UTC, from then on
  --format FORMAT          export: csv, jsonl or table. Default: table on a terminal, csv otherwise
  --json                   Print JSON, failures included
  --help, --version        Print that

Environment
  MESH_CLIENT_ID, MESH_CLIENT_SECRET   Keys, from Mesh
  MESH_BASE_URL                        Another server, such as the mock
  MESH_AUTH_TOKEN                      Token of the account, for get
  DATABASE_URL                         Where balances are kept

Exit codes
  0    done, and every account was read; a worker that was told to end
  1    not done: the database, the API or the keys cannot be used
  2    the command line or the accounts file cannot be used
  3    done, and some accounts failed or must be connected again
  130  ended by SIGINT; the same command goes on

Examples
  mesh-balance get --type coinbase
  mesh-balance refresh accounts.csv --concurrency 20 --rate 50
  mesh-balance worker accounts.csv --every 15m
  mesh-balance export --format csv > balances.csv
`
