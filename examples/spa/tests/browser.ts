// A browser, as far as session.ts sees one: cookies, storage, locks and channels that its tabs share.
import type { World } from '../src/session.ts';

type Without = { locks?: boolean; storage?: boolean; channel?: boolean };

export function openBrowser(cookies: Record<string, string> = {}) {
  const jar = new Map(Object.entries(cookies));
  const secret = new Set(['access_token', 'refresh_token']);
  const stored = new Map<string, string>();
  const channels = new Set<{ onmessage: ((event: MessageEvent) => void) | null }>();
  let last: Promise<unknown> = Promise.resolve();

  const keep = (line: string) => {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (/max-age=0/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  };

  const locks = {
    request: (_name: string, act: () => Promise<unknown>) => {
      const turn = last.then(act);
      last = turn.catch(() => undefined);
      return turn;
    },
  } as unknown as Pick<LockManager, 'request'>;

  class Channel {
    onmessage: ((event: MessageEvent) => void) | null = null;
    constructor() {
      channels.add(this);
    }
    postMessage(data: unknown) {
      for (const other of channels) {
        if (other !== this) setImmediate(() => other.onmessage?.({ data } as MessageEvent));
      }
    }
  }

  return {
    jar,
    tab: (without: Without = {}): World => ({
      fetch: async (to, init) => {
        const headers = new Headers(init?.headers);
        if (init?.credentials === 'include' && jar.size) {
          headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
        }
        const answer = await fetch(to, { ...init, headers });
        answer.headers.getSetCookie().forEach(keep);
        return answer;
      },
      document: {
        get cookie() {
          return [...jar].filter(([name]) => !secret.has(name)).map(([name, value]) => `${name}=${value}`).join('; ');
        },
        set cookie(line: string) {
          keep(line);
        },
      },
      navigator: without.locks === false ? {} : { locks },
      get localStorage() {
        if (without.storage === false) throw new Error('storage is forbidden');
        return { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) };
      },
      BroadcastChannel: without.channel === false ? undefined : (Channel as unknown as World['BroadcastChannel']),
    }),
  };
}
