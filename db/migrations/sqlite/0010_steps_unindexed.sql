-- compatible-with: 1

-- Most entries are steps of families, and no two that are written together are about the same one: each changed
-- a page of its own. They are found by their time, which the family's id begins with.
DROP INDEX audit_by_subject;
CREATE INDEX audit_by_subject ON audit (subject, time) WHERE type <> 'family.refreshed';
