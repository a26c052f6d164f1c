import { PrismaPg } from '@prisma/adapter-pg';

import { PrismaClient } from '../generated/prisma/client.ts';

const connect = () =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 10 }) });

// One for the process: the development server loads this file again at every change.
const kept = globalThis as { travelinDatabase?: PrismaClient };

export const db = () => (kept.travelinDatabase ??= connect());
