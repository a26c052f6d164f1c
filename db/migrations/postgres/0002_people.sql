-- compatible-with: 1

-- The engine never gives an id a second time, not even that of a row which is gone. A key is NULL
-- for who has no such name; addresses and numbers are unique among those who verified them.
CREATE TABLE users (
  id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sub TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  username TEXT NOT NULL,
  username_key TEXT COLLATE "C" UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT COLLATE "C",
  email_verified_at BIGINT,
  no_hp TEXT NOT NULL,
  phone_key TEXT COLLATE "C",
  phone_verified_at BIGINT,
  nip TEXT NOT NULL,
  email_pp TEXT NOT NULL,
  kd_satker TEXT NOT NULL,
  nama_satker TEXT NOT NULL,
  role TEXT NOT NULL,
  claims TEXT NOT NULL,
  attributes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_login_at BIGINT
);
CREATE UNIQUE INDEX users_by_verified_email ON users (email_key) WHERE email_verified_at IS NOT NULL;
CREATE UNIQUE INDEX users_by_verified_phone ON users (phone_key) WHERE phone_verified_at IS NOT NULL;
CREATE INDEX users_by_email ON users (email_key, id) WHERE email_key IS NOT NULL;
CREATE INDEX users_by_phone ON users (phone_key, id) WHERE phone_key IS NOT NULL;

CREATE TABLE grants (
  user_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (name, user_id)
);
CREATE INDEX grants_by_user ON grants (user_id);

CREATE TABLE attribute_definitions (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  seen_by TEXT NOT NULL,
  edited_by TEXT NOT NULL
);

CREATE TABLE passwords (
  user_id BIGINT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,
  set_at BIGINT NOT NULL
);

-- Meters of guesses. The key is an HMAC: the table names nobody.
CREATE TABLE attempts (
  key BYTEA NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  attempts BIGINT NOT NULL,
  counted_at BIGINT NOT NULL,
  open_at BIGINT NOT NULL,
  forgotten_at BIGINT NOT NULL
);
CREATE INDEX attempts_by_forgetting ON attempts (forgotten_at);

-- Logins under way.
CREATE TABLE logins (
  id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version BIGINT NOT NULL,
  cookie_hash BYTEA NOT NULL CHECK (length(cookie_hash) = 32),
  earlier_hash BYTEA NOT NULL,
  state TEXT NOT NULL,
  user_id BIGINT,
  body TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX logins_by_expiry ON logins (expires_at);
CREATE INDEX logins_by_user ON logins (user_id) WHERE user_id IS NOT NULL;

-- What people are told of their sessions; of one that an older program opened, little.
ALTER TABLE sessions ADD COLUMN factors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sessions ADD COLUMN remembered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN opened_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
