-- compatible-with: 1

-- What people let a client have, until they take it back: scopes with one space between.
CREATE TABLE consents (
  user_id INTEGER NOT NULL,
  client TEXT NOT NULL,
  scopes TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, client)
) STRICT;
CREATE INDEX consents_by_client ON consents (client);

-- A page that asks for one, of one session. The reply is empty until it is given, once.
CREATE TABLE consent_questions (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  user_id INTEGER NOT NULL,
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  client TEXT NOT NULL,
  scopes TEXT NOT NULL,
  wish TEXT NOT NULL,
  reply TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_questions_by_session ON consent_questions (session_id, id);
CREATE INDEX consent_questions_by_end ON consent_questions (expires_at);
