// Where whoever is logged in is so, by the Auth API.
import { session } from './account.ts';

export interface Device {
  id: string;
  current: boolean;
  remembered: boolean;
  agent: string;
  address: string;
  opened_at: string;
  seen_at: string;
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

// The first that occurs: browsers name those before them, to be served what those were.
const browsers = { 'Edg': 'Edge', 'OPR/': 'Opera', 'SamsungBrowser/': 'Samsung Internet', 'FxiOS/': 'Firefox', 'Firefox/': 'Firefox', 'CriOS/': 'Chrome', 'Chrome/': 'Chrome', 'Safari/': 'Safari' };
const systems = { Windows: 'Windows', iPhone: 'iPhone', iPad: 'iPad', Android: 'Android', CrOS: 'ChromeOS', Macintosh: 'Mac', Linux: 'Linux' };

const firstOf = (rows: Record<string, string>, agent: string) =>
  Object.entries(rows).find(([mark]) => agent.includes(mark))?.[1];

/** Browser and system, as far as they are known. */
export const partsOf = ({ agent }: Device) => [firstOf(browsers, agent), firstOf(systems, agent)] as const;
