// The session of a single-page application with Gapura's Auth API: one file, to be copied as it is.
//
// The cookies of the session are HttpOnly: no script sees a token, and this file keeps none. When a
// request is answered with 401 it renews the session once, for all requests of all tabs together, and
// repeats those that were waiting. The cookie `is_logged_in` is a hint for what to draw first; who is
// logged in is what the API answers.

export interface User {
  id: number;
  email: string;
  name: string;
  status: boolean;
}

/** Why nobody is logged in any more. */
export type Ending = 'expired' | 'refused' | 'logout';

export interface Options {
  /** Where Gapura is: `https://id.example`. */
  api: string;
  /** The session is over, here or in another tab: show the login page. */
  ended?: (why: Ending) => void;
  /** Somebody logged in, in another tab: ask for the profile. */
  begun?: () => void;
  /** In which language the API shall say what is wrong: `id` or `en`. */
  language?: () => string;
  /** What `cookies.hint_domain` says in Gapura's settings, where it says something. */
  hintDomain?: string;
}

/** The window, or what plays it in a test. Without the optional parts everything works, tab by tab. */
export interface World {
  fetch: typeof fetch;
  document?: { cookie: string };
  navigator?: { locks?: Pick<LockManager, 'request'> };
  localStorage?: Pick<Storage, 'getItem' | 'setItem'>;
  BroadcastChannel?: new (name: string) => Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;
}

/** What the API refused, in its own words. */
export class AuthError extends Error {
  constructor(
    readonly status: number,
    readonly errors: string[] = [],
    /** What is asked for besides the password: `totp`, … */
    readonly next: string[] = [],
  ) {
    super(errors[0] ?? `HTTP ${status}`);
  }
}

const NAME = 'gapura.session';
const PATIENCE_MS = 20_000;
// Twice this is less than Gapura's grace: see `askForRenewal`.
const RENEWAL_PATIENCE_MS = 4_000;

const refused = async (answer: Response) => {
  const body = await answer.json().catch(() => undefined);
  return new AuthError(answer.status, body?.errors, body?.next);
};

export type Session = ReturnType<typeof openSession>;

export function openSession({ api, ended, begun, language, hintDomain }: Options, world: World = globalThis) {
  const channel = world.BroadcastChannel && new world.BroadcastChannel(NAME);
  let renewing: Promise<'renewed' | 'found' | 'over'> | undefined;
  let own = '';

  // Another value after every renewal and login, of this tab or another. A browser may forbid the
  // storage: then this tab knows of its own alone.
  const mark = () => {
    try {
      return own + world.localStorage?.getItem(NAME);
    } catch {
      return own;
    }
  };
  const leaveMark = () => {
    own = String(Math.random());
    try {
      world.localStorage?.setItem(NAME, own);
    } catch {}
  };

  const end = (why: Ending) => {
    if (world.document) {
      world.document.cookie = `is_logged_in=; Path=/; Max-Age=0${hintDomain ? `; Domain=${hintDomain}` : ''}`;
    }
    channel?.postMessage(why);
    ended?.(why);
  };
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent) => (data === 'begun' ? begun?.() : ended?.(data));
  }

  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('Accept')) headers.set('Accept', 'application/json');
    if (language) headers.set('Accept-Language', language());
    return world.fetch(new URL(path, api), { cache: 'no-store', ...init, headers, credentials: 'include' });
  };
  const post = (path: string, { body, patience = PATIENCE_MS }: { body?: object; patience?: number } = {}) =>
    send(path, {
      method: 'POST',
      signal: AbortSignal.timeout(patience),
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });

  // When the answer was lost, what the browser holds is spent already. Within the grace the same request
  // brings the same successor; later it would look like theft and end its tokens.
  const askForRenewal = () => {
    const once = () => post('/auth/refresh-token', { patience: RENEWAL_PATIENCE_MS });
    return once().catch(once);
  };

  // `seen` is the mark under which a request was sent that found no session: when it is another by now,
  // somebody has renewed since, and the request need only be repeated.
  const renewAlone = async (seen: string) => {
    if (mark() !== seen) return 'found';
    const answer = await askForRenewal();
    if (answer.ok) {
      leaveMark();
      return 'renewed';
    }
    // A server in trouble has not said that the session is over.
    if (answer.status !== 401 && answer.status !== 403) throw await refused(answer);
    // A login in another tab may have come between.
    if (mark() !== seen) return 'found';
    end(answer.status === 403 ? 'refused' : 'expired');
    return 'over';
  };

  // One at a time in this tab and, by the lock, in all. Where there are no locks two tabs may renew at
  // once: within its grace Gapura gives both the same successor.
  const renew = (seen: string) => {
    const locks = world.navigator?.locks;
    renewing ??= (async () => (locks ? await locks.request(NAME, () => renewAlone(seen)) : renewAlone(seen)))().finally(
      () => (renewing = undefined),
    );
    return renewing;
  };

  /**
   * `fetch` for what needs a login. Its body must be one that can be sent twice: no stream. After an
   * answer of 401 or 403 the session is over, and `ended` has been called.
   */
  async function ask(path: string, init?: RequestInit): Promise<Response> {
    for (let renewed = false; ; ) {
      const seen = mark();
      const answer = await send(path, init);
      if (answer.status === 403) end('refused');
      if (answer.status !== 401) return answer;
      if (renewed) {
        end('expired');
        return answer;
      }
      const renewal = await renew(seen);
      if (renewal === 'over') return answer;
      renewed = renewal === 'renewed';
    }
  }

  const isOver = ({ status }: Response) => status === 401 || status === 403;

  /** Who is logged in; nobody once the session is over. */
  async function profile(): Promise<User | undefined> {
    const answer = await ask('/auth/profile');
    if (isOver(answer)) return undefined;
    if (!answer.ok) throw await refused(answer);
    return (await answer.json()).user;
  }

  /** Whether it looks as if somebody were logged in. Never a reason to show what is not public. */
  const hint = () => /(^|; )is_logged_in=true(;|$)/.test(world.document?.cookie ?? '');

  return {
    fetch: ask,
    profile,
    hint,

    /** For the start of the page: whoever is logged in here, or at Gapura by another application. */
    async resume(): Promise<User | undefined> {
      if (!hint() && (await renew(mark())) === 'over') return undefined;
      return profile();
    },

    /** Where a button "Log in with Google" leads to; comes back with `?error=…` when it went wrong. */
    providerUrl: (name: string) => new URL(`/auth/${name}`, api).href,

    /** An AuthError when it is refused; with something in `next`, again and with a code. */
    async logIn(identifier: string, password: string, code?: string): Promise<User> {
      const answer = await post('/auth/login', { body: { identifier, password, code } });
      if (!answer.ok) throw await refused(answer);
      leaveMark();
      channel?.postMessage('begun');
      return (await answer.json()).user;
    },

    /** Ends the session at Gapura. When that fails it throws, and the session is still there. */
    async logOut(): Promise<void> {
      const answer = await post('/auth/logout');
      if (!answer.ok) throw await refused(answer);
      end('logout');
    },
  };
}
