-- What each page teaches about its site, and the sums that runs were given.
CREATE TABLE observation (page INTEGER PRIMARY KEY, host INTEGER NOT NULL, counters TEXT NOT NULL);
CREATE INDEX observation_host ON observation(host);

CREATE TABLE profile (hash TEXT PRIMARY KEY, host TEXT NOT NULL, counters TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE run (id TEXT PRIMARY KEY, started REAL NOT NULL, ended REAL, summary TEXT) WITHOUT ROWID;
