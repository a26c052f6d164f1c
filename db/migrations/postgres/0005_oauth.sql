-- compatible-with: 1

-- Clients of OAuth. Secrets are hashes; of two, the older is good until the time beside it. The body
-- is what nothing is searched by.
CREATE TABLE clients (
  id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  profile TEXT NOT NULL,
  body TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  secrets TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- All tokens that came of one authorization. gone_at is the earliest of its limits, or when it was
-- ended. A refresh token is made of the seed, the generation and a key outside the database.
CREATE TABLE families (
  id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  holder TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  session_id BYTEA NOT NULL CHECK (length(session_id) = 16),
  outlives_session BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  seed BYTEA NOT NULL CHECK (length(seed) = 32),
  body TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  turned_at BIGINT NOT NULL,
  idle_until BIGINT NOT NULL,
  absolute_until BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX families_by_end ON families (gone_at);
CREATE INDEX families_by_user ON families (user_id, id);
