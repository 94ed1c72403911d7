import { expect, test } from 'vitest';
import { Phone } from '../../../renderer/features/requests/phone.svelte';
import { Usual } from '../../../renderer/features/requests/usual.svelte';
import type { Failure, Outcome } from '../../../shared/failure';
import type { PhoneLanguageId } from '../../../shared/phone';
import { err, ok } from '../../../shared/result';
import { aRequest } from '../../support/builders';
import { settle } from '../../support/promises';

/** Main's side, answering when the test says so. */
function setUp() {
  const asked: ((answer: Outcome<PhoneLanguageId | null>) => void)[] = [];
  const chosen: unknown[] = [];
  let changed = (): void => undefined;
  const phone = new Phone(
    {
      language: () => new Promise((resolve) => asked.push(resolve)),
      choose: async (input) => {
        chosen.push(input);
        return ok(null);
      },
      changed: (listener) => {
        changed = () => listener(null);
        return () => (changed = () => undefined);
      },
    },
    () => 'en',
  );
  return { phone, asked, chosen, change: () => changed() };
}
const emma = aRequest({
  id: 'r1',
  subject: { ...aRequest({}).subject, userName: 'Emma Taylor', upn: 'emma.taylor@contoso.example' },
});
test('the language is guessed until main has said what was chosen', async () => {
  const { phone, asked } = setUp();
  void phone.load('r1');
  expect(phone.languageOf(emma)).toBe('en');
  asked[0]!(ok('ja'));
  await settle();
  expect(phone.languageOf(emma)).toBe('ja');
  expect(phone.sentenceFor(emma)).toContain('ポータル サイト');
});

test('an answer that is older than a choice does not undo it', async () => {
  const { phone, asked, chosen } = setUp();
  void phone.load('r1');
  phone.choose('r1', 'ja');
  asked[0]!(ok(null));
  await settle();
  expect(phone.languageOf(emma)).toBe('ja');
  expect(chosen).toEqual([{ requestId: 'r1', language: 'ja' }]);
});

test('what was deleted, or chosen in the other window, is read again', async () => {
  const { phone, asked, change } = setUp();
  const stop = phone.start();
  phone.choose('r1', 'ja');
  change();
  asked[0]!(ok(null));
  await settle();
  expect(phone.languageOf(emma)).toBe('en');
  stop();
  change();
  expect(asked).toHaveLength(1);
});

test('the usual time is read at the start and when the history has changed; the newest answer counts', async () => {
  const asked: ((answer: Outcome<number | null>) => void)[] = [];
  let changed = (): void => undefined;
  const usual = new Usual({
    usual: () => new Promise((resolve) => asked.push(resolve)),
    changed: (listener) => {
      changed = () => listener(null);
      return () => undefined;
    },
  });
  usual.start();
  changed();
  asked[1]!(ok(40_000));
  asked[0]!(ok(1));
  await settle();
  expect(usual.ms).toBe(40_000);
  changed();
  asked[2]!(err<Failure>({ code: 'internal' }));
  await settle();
  expect(usual.ms).toBeNull();
});
