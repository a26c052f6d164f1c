// The stand-in on a port: node serve.mjs
//
//   PORT           3002
//   CLIENT_SECRET  what `gapura provider add --client-secret-stdin` is given; its client id is `gapura`
//   API_URL        http://localhost:9000, where Gapura is
import { createServer } from 'node:http';

import { googleStandIn } from './stand_in.mjs';

const { API_URL = 'http://localhost:9000', CLIENT_SECRET, PORT = '3002' } = process.env;
if (!CLIENT_SECRET) throw new Error('CLIENT_SECRET is not set');

const issuer = `http://localhost:${PORT}`;
const client = { client_id: 'gapura', client_secret: CLIENT_SECRET, redirect_uris: [`${API_URL}/auth/google/callback`] };

createServer(googleStandIn({ issuer, client })).listen(Number(PORT), '127.0.0.1', () => {
  console.log(`listening ${issuer}`);
});
