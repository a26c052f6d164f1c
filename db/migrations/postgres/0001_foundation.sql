-- compatible-with: 1
-- Times are microseconds since 1970, ids 16 octets in time order, hashes SHA-256.

-- Key ring of the token signer. The private half is sealed before it comes here.
CREATE TABLE signing_keys (
  kid TEXT NOT NULL PRIMARY KEY,
  algorithm TEXT NOT NULL,
  generation BIGINT NOT NULL,
  public_jwk TEXT NOT NULL,
  sealed_private BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  sign_from BIGINT NOT NULL,
  sign_until BIGINT NOT NULL,
  remove_at BIGINT NOT NULL,
  UNIQUE (algorithm, generation)
);

-- What may be used once. The row appends; what is random is the index alone.
CREATE TABLE one_time (
  hash BYTEA NOT NULL CHECK (length(hash) = 32),
  purpose TEXT NOT NULL,
  bound TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  spent_at BIGINT,
  PRIMARY KEY (hash, purpose)
);
CREATE INDEX one_time_by_expiry ON one_time (expires_at);

-- gone_at is the earliest of its limits, or when it was ended: one column to ask and to sweep by.
CREATE TABLE sessions (
  id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  hash BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
  user_id BIGINT NOT NULL,
  level TEXT NOT NULL,
  authenticated_at BIGINT NOT NULL,
  idle_until BIGINT NOT NULL,
  absolute_until BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX sessions_by_end ON sessions (gone_at);
CREATE INDEX sessions_by_user ON sessions (user_id, id);

-- The trail. Its key makes a fork of a chain impossible: the second writer of a number is refused.
CREATE TABLE audit (
  chain TEXT NOT NULL,
  sequence BIGINT NOT NULL CHECK (sequence > 0),
  time BIGINT NOT NULL,
  type TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor TEXT NOT NULL,
  subject TEXT NOT NULL,
  address TEXT NOT NULL,
  request_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  details TEXT NOT NULL,
  previous BYTEA NOT NULL,
  hash BYTEA NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (chain, sequence)
);
CREATE INDEX audit_by_time ON audit (time);
CREATE INDEX audit_by_subject ON audit (subject, time);
