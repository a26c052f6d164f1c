-- compatible-with: 1
-- Times are microseconds since 1970, ids 16 octets in time order, hashes SHA-256.

-- Key ring of the token signer. The private half is sealed before it comes here.
CREATE TABLE signing_keys (
  kid TEXT NOT NULL PRIMARY KEY,
  algorithm TEXT NOT NULL,
  generation INTEGER NOT NULL,
  public_jwk TEXT NOT NULL,
  sealed_private BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  sign_from INTEGER NOT NULL,
  sign_until INTEGER NOT NULL,
  remove_at INTEGER NOT NULL,
  UNIQUE (algorithm, generation)
) STRICT;

-- What may be used once. The row appends; what is random is the index alone.
CREATE TABLE one_time (
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  purpose TEXT NOT NULL,
  bound TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  spent_at INTEGER,
  PRIMARY KEY (hash, purpose)
) STRICT;
CREATE INDEX one_time_by_expiry ON one_time (expires_at);

-- gone_at is the earliest of its limits, or when it was ended: one column to ask and to sweep by.
CREATE TABLE sessions (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  user_id INTEGER NOT NULL,
  level TEXT NOT NULL,
  authenticated_at INTEGER NOT NULL,
  idle_until INTEGER NOT NULL,
  absolute_until INTEGER NOT NULL,
  gone_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX sessions_by_end ON sessions (gone_at);
CREATE INDEX sessions_by_user ON sessions (user_id, id);

-- The trail. Its key makes a fork of a chain impossible: the second writer of a number is refused.
CREATE TABLE audit (
  chain TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  time INTEGER NOT NULL,
  type TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor TEXT NOT NULL,
  subject TEXT NOT NULL,
  address TEXT NOT NULL,
  request_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  details TEXT NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_time ON audit (time);
CREATE INDEX audit_by_subject ON audit (subject, time);
