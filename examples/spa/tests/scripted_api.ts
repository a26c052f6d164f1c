// The Auth API on a real socket, as far as a session needs it, and as a test wants it to be.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo } from 'node:net';

export const user = { id: 1, email: 'user@example.com', name: 'Test User', status: true };

const cookieOf = (request: IncomingMessage, name: string) =>
  request.headers.cookie?.split('; ').find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

const bodyOf = async (request: IncomingMessage) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
};

export async function scriptedApi() {
  const state = {
    // The access tokens that are good, and the one refresh token that is; 0 for none.
    access: new Set(['a1']),
    refresh: 1,
    seen: [] as { path: string; method?: string; body: string; language?: string }[],
    /** Takes the place of what a path answers. */
    instead: {} as Record<string, RequestListener | undefined>,
    /** What a renewal waits for. */
    gate: Promise.resolve() as Promise<unknown>,
  };
  const sessionCookies = () => [
    `access_token=a${state.refresh}; Path=/; HttpOnly; SameSite=Lax`,
    `refresh_token=r${state.refresh}; Path=/; HttpOnly; SameSite=Lax`,
    'is_logged_in=true; Path=/; SameSite=Lax',
  ];
  const begin = () => {
    state.refresh += 1;
    state.access.add(`a${state.refresh}`);
  };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const body = await bodyOf(request);
    state.seen.push({ path, method: request.method, body, language: request.headers['accept-language'] });
    const other = state.instead[path];
    if (other) return other(request, response);
    const say = (status: number, json: object, cookies: string[] = []) =>
      response.writeHead(status, { 'Content-Type': 'application/json', 'Set-Cookie': cookies }).end(JSON.stringify(json));
    switch (path) {
      case '/auth/refresh-token': {
        await state.gate;
        if (!state.refresh || cookieOf(request, 'refresh_token') !== `r${state.refresh}`) {
          return say(401, { errors: ['Refresh token tidak valid'] });
        }
        begin();
        return say(200, { access_token: 'jwt' }, sessionCookies());
      }
      case '/auth/login': {
        const { password, code } = JSON.parse(body);
        if (password !== 'benar') return say(401, { errors: ['Kredensial tidak valid'] });
        if (!code) return say(401, { errors: ['Verifikasi kedua diperlukan'], next: ['totp'] });
        begin();
        return say(200, { access_token: 'jwt', user }, sessionCookies());
      }
      case '/auth/logout':
        state.refresh = 0;
        state.access.clear();
        return say(200, { message: 'Logout berhasil' });
      default:
        if (!state.access.has(cookieOf(request, 'access_token') ?? '')) {
          return say(401, { errors: ['Token akses tidak valid'] });
        }
        return say(200, path === '/auth/profile' ? { user } : { path, body });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    state,
    expire: () => state.access.clear(),
    asked: (path: string) => state.seen.filter((one) => one.path === path).length,
    close: () => server.close().closeAllConnections(),
  };
}

export type Api = Awaited<ReturnType<typeof scriptedApi>>;
