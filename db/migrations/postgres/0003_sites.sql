-- compatible-with: 1

-- Sites of the redirect SSO. Secrets are hashes; of two, the older is good until the time beside it.
CREATE TABLE sites (
  id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  redirect_urls TEXT NOT NULL,
  logout_url TEXT NOT NULL,
  needs_secret BIGINT NOT NULL,
  allows_administrators BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  secrets TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- Whose an address is, byte for byte: no two sites have the same.
CREATE TABLE site_urls (
  url TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  site_id BYTEA NOT NULL
);
CREATE INDEX site_urls_by_site ON site_urls (site_id);
