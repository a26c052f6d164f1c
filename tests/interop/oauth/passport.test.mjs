// Passport by both of its strategies: OAuth 2.0 with the user API of contract 1, and OpenID Connect.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import OpenIDConnectStrategy from 'passport-openidconnect';

import { Browser } from '../support/browser.mjs';
import { startSite } from './support/site.mjs';
import { logIn, person, startWorld } from './support/world.mjs';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());

const sessions = () => session({ secret: 'rahasia-situs-ini', resave: false, saveUninitialized: false });

function serve(app, strategy) {
  const desk = new passport.Passport();
  desk.use('gapura', strategy);
  desk.serializeUser((user, done) => done(null, user));
  desk.deserializeUser((user, done) => done(null, user));
  app.use(sessions(), desk.session());
  app.get('/login', desk.authenticate('gapura'));
  app.get('/callback', desk.authenticate('gapura', { failureRedirect: '/failed' }), (_request, response) => response.redirect('/'));
  app.get('/failed', (_request, response) => response.status(401).send('gagal'));
  app.get('/', (request, response) => response.json(request.user ?? null));
}

const strategies = {
  'passport-oauth2, by the rules of contract 1': async (url) => {
    const { client_id, client_secret } = await world.addClient(`${url}/callback`, '--profile', 'sso', '--scope', 'view-user');
    const strategy = new OAuth2Strategy(
      {
        authorizationURL: `${world.url}/oauth/authorize`,
        tokenURL: `${world.url}/oauth/token`,
        clientID: client_id,
        clientSecret: client_secret,
        callbackURL: `${url}/callback`,
        scope: 'view-user',
        state: true,
        pkce: true,
      },
      (_access, _refresh, profile, done) => done(null, profile),
    );
    strategy.userProfile = async (token, done) => {
      const answer = await fetch(`${world.url}/api/user-sso`, { headers: { Authorization: `Bearer ${token}` } });
      done(null, await answer.json());
    };
    return { strategy, expected: { id: world.user.id, name: person.name, email: person.email, kd_satker: '75642', role: 'bendahara' } };
  },
  'passport-openidconnect': async (url) => {
    const { client_id, client_secret } = await world.addClient(`${url}/callback`, '--scope', 'openid profile email');
    const strategy = new OpenIDConnectStrategy(
      {
        issuer: world.url,
        authorizationURL: `${world.url}/oauth/authorize`,
        tokenURL: `${world.url}/oauth/token`,
        userInfoURL: `${world.url}/oauth/userinfo`,
        clientID: client_id,
        clientSecret: client_secret,
        callbackURL: `${url}/callback`,
        scope: ['profile', 'email'],
        skipUserProfile: false,
      },
      (_issuer, profile, done) => done(null, profile),
    );
    return { strategy, expected: { id: world.user.sub, displayName: person.name, username: person.username } };
  },
};

for (const [name, build] of Object.entries(strategies)) {
  test(name, async () => {
    let expected;
    const site = await startSite(async (app, url) => {
      const built = await build(url);
      expected = built.expected;
      serve(app, built.strategy);
    });
    try {
      const browser = new Browser();
      const landed = await logIn(`${site.url}/login`, { browser });
      assert.equal(landed.url, `${site.url}/`);
      const user = JSON.parse(landed.text);
      for (const [field, value] of Object.entries(expected)) assert.equal(user[field], value, field);

      const callback = landed.way.find(({ url }) => url.includes('/callback?')).url;
      assert.equal((await new Browser().ask(callback)).status === 200, false, 'another browser has no such state');
    } finally {
      await site.stop();
    }
  });
}
