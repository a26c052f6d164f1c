-- compatible-with: 1

-- Sites of the redirect SSO. Secrets are hashes; of two, the older is good until the time beside it.
CREATE TABLE sites (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  redirect_urls TEXT NOT NULL,
  logout_url TEXT NOT NULL,
  needs_secret INTEGER NOT NULL,
  allows_administrators INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  secrets TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Whose an address is, byte for byte: no two sites have the same.
CREATE TABLE site_urls (
  url TEXT NOT NULL PRIMARY KEY,
  site_id BLOB NOT NULL
) STRICT;
CREATE INDEX site_urls_by_site ON site_urls (site_id);
