-- compatible-with: 1

-- No sweep looks at a family before, and it may live on even then: a step leaves this as it is.
ALTER TABLE families ADD COLUMN sweep_after INTEGER NOT NULL DEFAULT 0;
UPDATE families SET sweep_after = gone_at;
DROP INDEX families_by_end;
CREATE INDEX families_by_sweep ON families (sweep_after);
