-- What each page teaches about its site, and the sums that runs were given.
CREATE TABLE observation (page INTEGER PRIMARY KEY, host INTEGER NOT NULL, counters TEXT NOT NULL);
CREATE INDEX observation_host ON observation(host);

CREATE TABLE profile (hash TEXT PRIMARY KEY, host TEXT NOT NULL, counters TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE run (id TEXT PRIMARY KEY, started REAL NOT NULL, ended REAL, summary TEXT) WITHOUT ROWID;

-- What the URLs of one shape turned out to be, per host.
CREATE TABLE shape (host INTEGER NOT NULL, shape TEXT NOT NULL, reviews INTEGER NOT NULL, others INTEGER NOT NULL, PRIMARY KEY (host, shape)) WITHOUT ROWID;

-- Archive files that are to be removed from the disk.
CREATE TABLE erase (name TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE INDEX page_doomed ON page(host) WHERE state = 6;
CREATE INDEX page_source ON page(host) WHERE kind >= 2;
