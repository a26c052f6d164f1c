// The sessions of whoever is logged in, by the Auth API.
import { session } from './account.ts';

export interface Device {
  id: string;
  device: string;
  address: string;
  created_at: string;
  last_seen: string;
  current: boolean;
}

export async function devices(): Promise<Device[]> {
  const answer = await session.fetch('/auth/sessions');
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()).sessions;
}

export async function endDevice({ id }: Device) {
  const answer = await session.fetch(`/auth/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  // One that has ended by itself meanwhile is what was wanted.
  if (!answer.ok && answer.status !== 404) throw new Error(`HTTP ${answer.status}`);
}
