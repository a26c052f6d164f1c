-- compatible-with: 1

-- What people let a client have, until they take it back: scopes with one space between.
CREATE TABLE consents (
  user_id BIGINT NOT NULL,
  client TEXT COLLATE "C" NOT NULL,
  scopes TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, client)
);
CREATE INDEX consents_by_client ON consents (client);

-- A page that asks for one, of one session. The reply is empty until it is given, once.
CREATE TABLE consent_questions (
  id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  user_id BIGINT NOT NULL,
  session_id BYTEA NOT NULL CHECK (length(session_id) = 16),
  client TEXT COLLATE "C" NOT NULL,
  scopes TEXT NOT NULL,
  wish TEXT NOT NULL,
  reply TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX consent_questions_by_session ON consent_questions (session_id, id);
CREATE INDEX consent_questions_by_end ON consent_questions (expires_at);
