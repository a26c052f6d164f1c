-- compatible-with: 1

-- Clients of OAuth. Secrets are hashes; of two, the older is good until the time beside it. The body
-- is what nothing is searched by.
CREATE TABLE clients (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  profile TEXT NOT NULL,
  body TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  secrets TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- All tokens that came of one authorization. gone_at is the earliest of its limits, or when it was
-- ended. A refresh token is made of the seed, the generation and a key outside the database.
CREATE TABLE families (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  holder TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  outlives_session INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  seed BLOB NOT NULL CHECK (length(seed) = 32),
  body TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  turned_at INTEGER NOT NULL,
  idle_until INTEGER NOT NULL,
  absolute_until INTEGER NOT NULL,
  gone_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX families_by_end ON families (gone_at);
CREATE INDEX families_by_user ON families (user_id, id);
