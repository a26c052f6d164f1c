import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { passengerCount, readDetails } from '../lib/details.ts';

const filled = {
  passengers: '2',
  'contact-name': '  Sri   Wahyuni ', 'contact-email': 'sri@contoh.id', 'contact-phone': '0812-3456-7890',
  'passenger-1-title': 'Nyonya', 'passenger-1-name': 'Sri Wahyuni',
  'passenger-2-title': 'Tuan', 'passenger-2-name': 'I Made <b>Arta</b>',
};

function form(fields: Record<string, string>) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

describe('the passenger form', () => {
  test('keeps what was typed as it was typed, but for spaces', () => {
    assert.deepEqual(readDetails(form(filled)), {
      details: {
        contact: { name: 'Sri Wahyuni', email: 'sri@contoh.id', phone: '0812-3456-7890' },
        passengers: [{ title: 'Nyonya', name: 'Sri Wahyuni' }, { title: 'Tuan', name: 'I Made <b>Arta</b>' }],
      },
      complaints: {},
    });
  });

  const wrong: [string, Record<string, string>][] = [
    ['contact-name', { 'contact-name': ' ' }],
    ['contact-email', { 'contact-email': 'sri@contoh' }],
    ['contact-phone', { 'contact-phone': 'nanti' }],
    ['passenger-1-title', { 'passenger-1-title': 'Raja' }],
    ['passenger-2-name', { 'passenger-2-name': '' }],
  ];
  for (const [field, change] of wrong) {
    test(`complains about ${field} alone`, () => {
      assert.deepEqual(Object.keys(readDetails(form({ ...filled, ...change })).complaints), [field]);
    });
  }

  test('a long answer is cut', () => {
    assert.equal(readDetails(form({ ...filled, 'contact-name': 'x'.repeat(5000) })).details.contact.name.length, 120);
  });

  for (const [asked, count] of [['1', 1], ['6', 6], ['7', 1], ['0', 1], ['-2', 1], ['1.5', 1], ['x', 1], [undefined, 1]] as const) {
    test(`${asked} passengers are ${count}`, () => assert.equal(passengerCount(asked), count));
  }
});
