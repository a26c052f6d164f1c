import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { textOf } from '../lib/body.ts';

const posted = (body: BodyInit | null) =>
  new Request('https://travelin.test/', { method: 'POST', body, duplex: 'half' } as RequestInit);

describe('what is posted', () => {
  test('is read as it came, in one part or in many', async () => {
    const parts = [...Buffer.from('{"a":"é"}')].map((byte) => Uint8Array.of(byte));
    const stream = new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(part);
        controller.close();
      },
    });
    for (const body of ['{"a":"é"}', stream]) assert.equal(await textOf(posted(body), 10), '{"a":"é"}');
    assert.equal(await textOf(posted(null), 10), '');
  });

  test('is left alone when it is longer than that, and what has no end is not waited for', async () => {
    assert.equal(await textOf(posted('x'.repeat(11)), 10), undefined);
    let given = 0;
    const endless = new ReadableStream({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(4));
      },
    });
    assert.equal(await textOf(posted(endless), 10), undefined);
    assert.ok(given < 10, `${given} parts were taken`);
  });
});
