// Applies prisma/migrations as `prisma migrate deploy` would, without the engine that has to be
// downloaded, and leaves the same book-keeping: Prisma's own tools find the database up to date.
// Then seeds, and with TRAVELIN_ADMIN_PASSWORD gives the staff account its password.
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';

import { hashPassword } from '../lib/password.mjs';

const folder = new URL('../prisma/', import.meta.url);
const database = new pg.Client({ connectionString: process.env.DATABASE_URL });

const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

async function migrate() {
  await database.query(bookkeeping);
  const { rows } = await database.query('SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL');
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  const entries = await readdir(new URL('migrations/', folder), { withFileTypes: true });
  for (const name of entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()) {
    const sql = await readFile(new URL(`migrations/${name}/migration.sql`, folder), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    if (applied.has(name)) {
      if (applied.get(name) !== checksum) throw new Error(`${name} was changed after it was applied`);
      continue;
    }
    await database.query(sql);
    await database.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
  }
}

async function seed() {
  await database.query(await readFile(new URL('seed.sql', folder), 'utf8'));
  const password = process.env.TRAVELIN_ADMIN_PASSWORD;
  if (password) {
    await database.query(
      `INSERT INTO admins (username, password_hash) VALUES ('admin', $1)
       ON CONFLICT (username) DO UPDATE SET password_hash = excluded.password_hash, failures = 0, locked_until = NULL`,
      [await hashPassword(password)],
    );
  }
}

await database.connect();
await database.query('BEGIN');
// Two starts at once: the second waits, and then finds everything done.
await database.query('SELECT pg_advisory_xact_lock(72707369)');
await migrate();
await seed();
await database.query('COMMIT');
await database.end();
