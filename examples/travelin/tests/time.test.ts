import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { boundsOf, clockWithZone, dayOf, duration, isDay, longDay, nightsBetween, rupiah, shiftDay } from '../lib/time.ts';

const jakarta = 'Asia/Jakarta';
const makassar = 'Asia/Makassar';
const jayapura = 'Asia/Jayapura';

describe('times at an airport', () => {
  const moment = new Date('2026-11-25T16:30:00Z');

  for (const [zone, clock, day] of [
    [jakarta, '23.30 WIB', '2026-11-25'], [makassar, '00.30 WITA', '2026-11-26'], [jayapura, '01.30 WIT', '2026-11-26'],
  ] as const) {
    test(`one moment is ${clock} in ${zone}`, () => {
      assert.equal(clockWithZone(moment, zone), clock);
      assert.equal(dayOf(moment, zone), day);
      const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(moment);
      assert.equal(clock.slice(0, 5), offset.replace(':', '.'));
    });
  }

  test('a day begins at its own midnight', () => {
    assert.deepEqual(boundsOf('2026-11-26', makassar), {
      from: new Date('2026-11-25T16:00:00Z'), until: new Date('2026-11-26T16:00:00Z'),
    });
  });

  test('a night is counted by both clocks', () => {
    const later = new Date('2026-11-25T17:30:00Z');
    assert.equal(nightsBetween(moment, jakarta, later, makassar), 1);
    assert.equal(nightsBetween(moment, makassar, later, makassar), 0);
  });

  test('days are words of Indonesian, money is rupiah', () => {
    assert.equal(longDay('2026-11-25'), 'Rabu, 25 November 2026');
    assert.equal(rupiah(1234000), 'Rp1.234.000');
    assert.deepEqual([duration(205), duration(60), duration(35)], ['3 j 25 m', '1 j', '35 m']);
    assert.equal(shiftDay('2026-12-31', 1), '2027-01-01');
  });

  for (const [text, good] of [['2026-11-25', true], ['2026-02-30', false], ['25-11-2026', false], ['2026-1-1', false], [undefined, false]] as const) {
    test(`${text} is ${good ? 'a' : 'no'} day`, () => assert.equal(isDay(text), good));
  }
});
