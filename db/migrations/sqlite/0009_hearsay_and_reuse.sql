-- compatible-with: 1

-- Whether a family ended because a refresh token of it was used twice.
ALTER TABLE families ADD COLUMN reused INTEGER NOT NULL DEFAULT 0;

-- Nobody is found by an address that only a provider says is theirs.
UPDATE users SET email_key = NULL WHERE email_verified_at IS NULL AND EXISTS (SELECT 1 FROM identities
  WHERE identities.user_id = users.id AND identities.linked_at = users.created_at);
