-- compatible-with: 1

-- Where else people log in. What a provider is like is JSON; its secret is sealed.
CREATE TABLE providers (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  position BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  body TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Whose an account at a provider is, for ever: key is the SHA-256 of issuer and subject, and stays when
-- the person is erased, so that nobody comes back by it as somebody new.
CREATE TABLE identities (
  key BYTEA NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  provider TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL,
  linked_at BIGINT NOT NULL
);
CREATE INDEX identities_by_user ON identities (user_id, linked_at);
