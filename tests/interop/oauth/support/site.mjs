// An Express application of this test, on a free port.
import { once } from 'node:events';

import express from 'express';

// `build(app, url)` gives it its routes once its address is known, which a client registers.
export async function startSite(build) {
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}`;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  try {
    await build(app, url);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { url, stop };
}
