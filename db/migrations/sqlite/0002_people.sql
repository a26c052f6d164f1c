-- compatible-with: 1

-- The engine never gives an id a second time, not even that of a row which is gone. A key is NULL
-- for who has no such name; addresses and numbers are unique among those who verified them.
CREATE TABLE users (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  sub TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  username TEXT NOT NULL,
  username_key TEXT UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT,
  email_verified_at INTEGER,
  no_hp TEXT NOT NULL,
  phone_key TEXT,
  phone_verified_at INTEGER,
  nip TEXT NOT NULL,
  email_pp TEXT NOT NULL,
  kd_satker TEXT NOT NULL,
  nama_satker TEXT NOT NULL,
  role TEXT NOT NULL,
  claims TEXT NOT NULL,
  attributes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_login_at INTEGER
) STRICT;
CREATE UNIQUE INDEX users_by_verified_email ON users (email_key) WHERE email_verified_at IS NOT NULL;
CREATE UNIQUE INDEX users_by_verified_phone ON users (phone_key) WHERE phone_verified_at IS NOT NULL;
CREATE INDEX users_by_email ON users (email_key, id) WHERE email_key IS NOT NULL;
CREATE INDEX users_by_phone ON users (phone_key, id) WHERE phone_key IS NOT NULL;

CREATE TABLE grants (
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (name, user_id)
) STRICT;
CREATE INDEX grants_by_user ON grants (user_id);

CREATE TABLE attribute_definitions (
  name TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  seen_by TEXT NOT NULL,
  edited_by TEXT NOT NULL
) STRICT;

CREATE TABLE passwords (
  user_id INTEGER NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT;

-- Meters of guesses. The key is an HMAC: the table names nobody.
CREATE TABLE attempts (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  attempts INTEGER NOT NULL,
  counted_at INTEGER NOT NULL,
  open_at INTEGER NOT NULL,
  forgotten_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_by_forgetting ON attempts (forgotten_at);

-- Logins under way.
CREATE TABLE logins (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  cookie_hash BLOB NOT NULL CHECK (length(cookie_hash) = 32),
  earlier_hash BLOB NOT NULL,
  state TEXT NOT NULL,
  user_id INTEGER,
  body TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX logins_by_expiry ON logins (expires_at);
CREATE INDEX logins_by_user ON logins (user_id) WHERE user_id IS NOT NULL;

-- What people are told of their sessions; of one that an older program opened, little.
ALTER TABLE sessions ADD COLUMN factors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sessions ADD COLUMN remembered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
