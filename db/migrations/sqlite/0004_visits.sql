-- compatible-with: 1

-- What a session began at a site, by the hash of the code that began it. When the session ends, the
-- write that ends it makes the visit due: its site is to be told, and the row goes when it was.
CREATE TABLE visits (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  holder TEXT NOT NULL,
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  user_id INTEGER NOT NULL,
  mark BLOB NOT NULL CHECK (length(mark) = 32),
  begun_at INTEGER NOT NULL,
  forget_at INTEGER NOT NULL,
  ended_at INTEGER,
  due_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  failure TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX visits_by_session ON visits (session_id, kind, holder) WHERE ended_at IS NULL;
CREATE INDEX visits_by_user ON visits (user_id) WHERE ended_at IS NULL;
CREATE INDEX visits_by_forgetting ON visits (forget_at) WHERE ended_at IS NULL;
CREATE INDEX visits_by_due ON visits (kind, holder, due_at) WHERE ended_at IS NOT NULL;
