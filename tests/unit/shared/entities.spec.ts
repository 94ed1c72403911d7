import { expect, it } from 'vitest';
import { parseDevice } from '../../../main/graph/managed-device';
import { decodeEntities } from '../../../shared/entities';
import { macDigits, macText } from '../../../shared/mac-address';

it.each([
  ['Ole&apos;s iPhone', "Ole's iPhone"],
  ['Ole&#39;s &#x69;Phone', "Ole's iPhone"],
  ['R&amp;D &lt;1&gt; &quot;x&quot;', 'R&D <1> "x"'],
  ['&amp;apos;', '&apos;'],
  ['AT&T & co; &nothing; &#xd800; &#99999999;', 'AT&T & co; &nothing; &#xd800; &#99999999;'],
  ['plain', 'plain'],
])('%j is read as %j', (raw, text) => {
  expect(decodeEntities(raw)).toBe(text);
});

it('a device name is shown decoded, without characters that an entity would hide', () => {
  const id = '0000000d-0000-4000-8000-000000000001';
  expect(
    parseDevice({ id, deviceName: 'Ole&apos;s iPhone', userDisplayName: 'A &amp; B', model: 'x&#8238;y' }),
  ).toMatchObject({ name: "Ole's iPhone", userName: 'A & B', model: 'xy' });
});

it.each([
  ['001a2b3c4d5e', '00:1A:2B:3C:4D:5E'],
  ['00-1A-2B-3C-4D-5E', '00:1A:2B:3C:4D:5E'],
  ['001a.2b3c.4d5e', '00:1A:2B:3C:4D:5E'],
  ['000000000000', ''],
  ['', ''],
  ['001a2b3c4d5', ''],
  ['001a2b3c4d5g', ''],
])('%j is shown as the MAC address %j', (raw, shown) => {
  expect(macText(raw)).toBe(shown);
  expect(macDigits(raw) === null).toBe(shown === '');
});
