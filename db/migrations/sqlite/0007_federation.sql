-- compatible-with: 1

-- Where else people log in. What a provider is like is JSON; its secret is sealed.
CREATE TABLE providers (
  name TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  body TEXT NOT NULL,
  sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Whose an account at a provider is, for ever: key is the SHA-256 of issuer and subject, and stays when
-- the person is erased, so that nobody comes back by it as somebody new.
CREATE TABLE identities (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  provider TEXT NOT NULL,
  label TEXT NOT NULL,
  linked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX identities_by_user ON identities (user_id, linked_at);
