-- Times are POSIX seconds. Comments say what a NULL means.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE host (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  next_at REAL NOT NULL DEFAULT 0,
  delay REAL NOT NULL DEFAULT 0,
  latency REAL,
  failures INTEGER NOT NULL DEFAULT 0,
  backoff REAL NOT NULL DEFAULT 0,
  last_failure_at REAL,
  coolings INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'ok',
  reason TEXT NOT NULL DEFAULT '',
  enabled INTEGER NOT NULL DEFAULT 0,
  due REAL,                            -- earliest due page; NULL: nothing to do
  ready_at REAL,                       -- when a worker may claim it; NULL: never
  token INTEGER NOT NULL DEFAULT 0,    -- fencing: a commit with an older token is refused
  owner TEXT NOT NULL DEFAULT '',
  lease_until REAL NOT NULL DEFAULT 0,
  served_at REAL NOT NULL DEFAULT 0
);
CREATE INDEX host_ready ON host(ready_at) WHERE ready_at IS NOT NULL AND enabled = 1;

CREATE TABLE address (ip TEXT PRIMARY KEY, next_at REAL NOT NULL) WITHOUT ROWID;

CREATE TABLE robots (origin TEXT PRIMARY KEY, copy TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE page (
  id INTEGER PRIMARY KEY,
  host INTEGER NOT NULL,
  hash INTEGER NOT NULL,               -- 64 bits of BLAKE2b of the URL
  url TEXT NOT NULL,
  kind INTEGER NOT NULL,
  via INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  due INTEGER,                         -- NULL: not to be asked again
  state INTEGER NOT NULL DEFAULT 0,
  lastmod INTEGER,                     -- as a sitemap or feed states it
  visited INTEGER,                     -- last answer of any kind
  last_ok INTEGER,
  every INTEGER,                       -- seconds between visits
  misses INTEGER,
  missed_at INTEGER,                   -- first of the misses in a row
  status INTEGER,
  label TEXT,                          -- what the page turned out to be
  etag TEXT,
  last_modified TEXT,
  digest BLOB,                         -- of the body last archived
  fingerprint BLOB,                    -- of the records it gave
  epoch TEXT                           -- extractor and profile that gave them
);
CREATE UNIQUE INDEX page_hash ON page(hash);
CREATE INDEX page_due ON page(host, rank, due) WHERE due IS NOT NULL;

CREATE TABLE budget (host INTEGER NOT NULL, prefix TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (host, prefix)) WITHOUT ROWID;

CREATE TABLE archive_file (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  committed INTEGER NOT NULL,          -- bytes that a commit vouches for
  open INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  page INTEGER NOT NULL,
  run TEXT NOT NULL,
  at REAL NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL,
  status INTEGER,
  ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  directives TEXT NOT NULL DEFAULT '',
  profile TEXT NOT NULL DEFAULT ''
);
CREATE INDEX visit_page ON visit(page);

CREATE TABLE archived (
  visit INTEGER NOT NULL,
  part INTEGER NOT NULL,               -- a review may continue on further pages
  file INTEGER NOT NULL,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (visit, part)
) WITHOUT ROWID;

CREATE TABLE record (
  id TEXT PRIMARY KEY,
  review_id TEXT NOT NULL,
  page INTEGER NOT NULL,
  visit INTEGER NOT NULL,              -- whose archived body gave the current document
  version INTEGER NOT NULL             -- outbox row that holds the document
) WITHOUT ROWID;
CREATE INDEX record_page ON record(page);

CREATE TABLE node (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  iri TEXT NOT NULL,
  version INTEGER,                     -- NULL: not published yet
  dirty INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE INDEX node_dirty ON node(dirty) WHERE dirty = 1;

CREATE TABLE node_use (node TEXT NOT NULL, record TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (node, record)) WITHOUT ROWID;
CREATE INDEX node_use_record ON node_use(record);

CREATE TABLE outbox (
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  op TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  document BLOB,
  ledger BLOB,
  at REAL NOT NULL
);
CREATE INDEX outbox_id ON outbox(id);

CREATE TABLE cursor (reader TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE forgotten (hash TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
