-- compatible-with: 1

-- What a site makes the pages look like where people log in to it: a picture, and JSON.
ALTER TABLE sites ADD COLUMN logo_url TEXT NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN look TEXT NOT NULL DEFAULT '{}';
