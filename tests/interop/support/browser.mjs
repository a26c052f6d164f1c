// A browser that knows cookies, redirects and forms, and no more.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';

const plain = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");

// Cookies by host and port, which is stricter than a browser and enough here.
export class Browser {
  jars = new Map();

  #jar(url) {
    const { origin } = new URL(url);
    if (!this.jars.has(origin)) this.jars.set(origin, new Map());
    return this.jars.get(origin);
  }

  async ask(url, { method = 'GET', headers = {}, body } = {}) {
    const jar = this.#jar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = request(url, {
      method,
      headers: {
        // What says to a server that somebody is looking; fetch() would say otherwise.
        'Sec-Fetch-Mode': 'navigate',
        Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
        ...(cookie && { cookie }),
        ...(body && { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    sent.end(body);
    const [answer] = await once(sent, 'response');
    const text = Buffer.concat(await answer.toArray()).toString();
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      const expires = line.match(/; *expires=([^;]+)/i)?.[1];
      if (/; *max-age=0(;|$)/i.test(line) || (expires && new Date(expires) < new Date())) jar.delete(name);
      else jar.set(name, value);
    }
    return { status: answer.statusCode, headers: answer.headers, to: answer.headers.location, text, url };
  }

  // Follows redirects and keeps every address it has been at; where `stop` begins an address it is
  // not visited.
  async go(url, { stop, ...options } = {}) {
    const way = [];
    let answer = await this.ask(url, options);
    while (answer.to) {
      way.push(answer);
      assert.ok(way.length < 12, 'redirects without an end');
      const next = new URL(answer.to, answer.url).href;
      if (stop && next.startsWith(stop)) return { url: next, way };
      answer = await this.ask(next);
    }
    return { ...answer, way };
  }

  // The page's form, filled in and sent as a browser would.
  send(page, fields, { stop } = {}) {
    const address = new URL(plain(page.text.match(/<form[^>]* action="([^"]*)"/)?.[1] ?? page.url), page.url).href;
    const hidden = page.text.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g);
    const body = new URLSearchParams({
      ...Object.fromEntries([...hidden].map(([, name, value]) => [name, plain(value)])),
      ...fields,
    }).toString();
    return this.go(address, { stop, method: 'POST', body, headers: { Origin: new URL(address).origin } });
  }

  cookie(url, name) {
    return this.#jar(url).get(name);
  }
}
