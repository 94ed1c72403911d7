import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviceKeys } from '../../../shared/aadsts';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import { requestStates } from '../../../shared/contract/requests';
import type { Failure } from '../../../shared/failure';
import { failureCodes } from '../../../shared/failure';
import { adviceText } from '../../../shared/i18n/advice-text';
import { actionText, adminText, failureDetails, failureText } from '../../../shared/i18n/failure-text';
import { duration, formatsFor } from '../../../shared/i18n/format';
import { chooseLocale, messagesFor } from '../../../shared/i18n/index';
import { noteText } from '../../../shared/i18n/note-text';
import { userMessage, workNote } from '../../../shared/i18n/request-text';
import { evidenceText, stateLabel, stateSince, stateText } from '../../../shared/i18n/state-text';
import { aRequest } from '../../support/builders';

const languages = ['en', 'ja'] as const;
const en = messagesFor('en');
const now = Date.parse('2026-11-23T10:00:00Z');

describe.each(languages)('words in %s', (locale) => {
  const messages = messagesFor(locale);
  const formats = formatsFor(locale);

  it.each(failureCodes)('state what happened, why and what to do: %s', (code) => {
    const text = failureText(messages, { code, retryAfter: 3, host: 'evil.example', scopes: ['A.Read'] });
    for (const part of [text.title, text.cause, text.remedy]) expect(part.length).toBeGreaterThan(3);
    if (text.action !== undefined) expect(actionText(messages, text.action)).not.toBe('');
  });

  it.each(failureCodes)('need nothing but the code: %s', (code) => {
    const { title, cause, remedy } = failureText(messages, { code });
    expect(`${title} ${cause} ${remedy}`).not.toMatch(/undefined|NaN|null|\{/);
  });

  it('advises differently for every known refusal of Entra', () => {
    expect(new Set(adviceKeys.map((key) => adviceText(messages, key))).size).toBe(adviceKeys.length);
  });

  it('names every state', () => {
    expect(new Set(requestStates.map((state) => stateLabel(messages, state))).size).toBe(requestStates.length);
    for (const state of requestStates) expect(stateText(messages, formats, aRequest({ state }))).not.toBe('');
  });

  it('tells the user to open Company Portal and look for the flag', () => {
    const text = userMessage(locale, { deviceName: 'TYO-1', userName: 'Sato' });
    expect(text).toContain('TYO-1');
    expect(text).toMatch(locale === 'en' ? /Company Portal[\s\S]*flag/ : /ポータル サイト[\s\S]*旗/);
    expect(userMessage(locale, { deviceName: 'TYO-1', userName: '' })).not.toMatch(/^\s|Hello ,/);
  });
});

it('differs between the languages for every failure', () => {
  const ja = messagesFor('ja');
  for (const code of failureCodes) expect(failureText(ja, { code }).title).not.toBe(failureText(en, { code }).title);
});

describe('failure texts', () => {
  it('put the advice of the AADSTS number in place of the general remedy', () => {
    expect(failureText(en, { code: 'auth.refused', aadsts: 53003 }).remedy).toContain('Conditional Access');
    expect(failureText(en, { code: 'auth.refused', aadsts: 1 }).remedy).toContain('Try again');
  });

  it('count the seconds to wait', () => {
    expect(failureText(en, { code: 'graph.throttled', retryAfter: 1 }).remedy).toBe('Try again in 1 second.');
    expect(failureText(en, { code: 'graph.throttled', retryAfter: 12 }).remedy).toBe('Try again in 12 seconds.');
    expect(failureText(messagesFor('ja'), { code: 'graph.throttled', retryAfter: 12 }).remedy).toBe(
      '12 秒後に再試行してください。',
    );
  });

  it('ask for another permission when reading was refused than when asking was', () => {
    const failure: Failure = { code: 'graph.forbidden' };
    expect(failureText(en, failure).remedy).toContain('Offer remote assistance');
    expect(failureText(en, failure, 'reading').remedy).toContain('read managed devices');
    expect(adminText(en, failure, 'reading')).not.toBe(adminText(en, failure));
  });

  it('name the missing scopes to the administrator', () => {
    expect(adminText(en, { code: 'graph.scope-missing', scopes: ['A.Read', 'B.Read'] })).toContain('A.Read, B.Read');
  });

  it('list for support what is there and nothing else', () => {
    expect(failureDetails(en, { code: 'graph.server', answeredAt: '2026-11-30T09:00:07.000Z' })).toContainEqual([
      en.details.answeredAt(),
      '2026-11-30T09:00:07.000Z',
    ]);
    expect(failureDetails(en, { code: 'auth.refused', aadsts: 53003, correlationId: 'c', requestId: '' })).toEqual([
      ['Code', 'auth.refused'],
      ['Sign-in error', 'AADSTS53003'],
      ['Correlation ID', 'c'],
    ]);
  });
});

describe('requests in words', () => {
  const steps = [
    { state: 'sending', at: '2026-11-23T09:00:00Z', cause: null },
    { state: 'opened', at: '2026-11-23T09:05:00Z', cause: null },
  ] as const;

  it('know since when they are in their state', () => {
    expect(stateSince(aRequest({ state: 'opened', steps: [...steps] }))).toBe(Date.parse('2026-11-23T09:05:00Z'));
    expect(stateSince(aRequest({ steps: [] }))).toBeNull();
  });

  it('say when the session was opened', () => {
    expect(stateText(en, formatsFor('en'), aRequest({ state: 'opened', steps: [...steps] }))).toMatch(
      /^Opened \d\d:\d\d$/,
    );
  });

  it('name Intune only for a request that goes through Intune', () => {
    for (const [state, text] of [
      ['sending', 'Confirmed'],
      ['accepted', 'Accepted'],
    ] as const) {
      const request = aRequest({ state });
      expect(stateText(en, formatsFor('en'), request)).toMatch(/Intune/);
      const later: AssistanceRequest = { ...request, subject: { ...request.subject, provider: 'other' } };
      expect(stateText(en, formatsFor('en'), later)).toBe(text);
    }
  });

  it('say what Intune shows', () => {
    const formats = formatsFor('en');
    const { subject } = aRequest();
    const lastCheckAt = '2026-11-23T09:05:00Z';
    const time = formats.clock(Date.parse(lastCheckAt));
    for (const evidence of [null, 'none-yet'] as const) {
      expect(evidenceText(en, formats, { evidence, lastCheckAt: null, subject })).toBe(
        'Intune has not been asked yet.',
      );
      expect(evidenceText(en, formats, { evidence, lastCheckAt, subject })).toBe(
        `Nothing new on the device so far. Last asked at ${time}.`,
      );
    }
    expect(evidenceText(en, formats, { evidence: 'unchanged', lastCheckAt, subject })).toBe(
      `Nothing has changed on the device. The request may not have arrived. Last asked at ${time}.`,
    );
  });

  it('make a work note of what is known', () => {
    const note = workNote(en, formatsFor('en'), aRequest({ state: 'opened', ticket: 'INC-1', steps: [...steps] }));
    expect(note).toContain('Ticket: INC-1');
    expect(note).not.toMatch(/Reason|undefined/);
    expect(note.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(2);
  });

  it('count twins and say when a device was asked', () => {
    const formats = formatsFor('en');
    expect(noteText(en, formats, { code: 'twins', grade: 'doubt', count: 1 }, now).text).toBe(
      '1 other device has the same name.',
    );
    expect(
      noteText(en, formats, { code: 'recently-asked', grade: 'doubt', at: '2026-11-23T09:57:00Z' }, now).text,
    ).toBe('A request was made 3 min ago.');
    expect(
      noteText(
        en,
        formats,
        { code: 'recently-asked', grade: 'doubt', at: '2026-11-23T09:57:00Z', state: 'waiting' },
        now,
      ).text,
    ).toBe('Last request: Waiting, 3 min ago.');
  });
});

describe('formats', () => {
  it.each([
    [10, 'just now', 'たった今'],
    [120, '2 min ago', '2 分前'],
    [3 * 3600, '3 hr ago', '3 時間前'],
    [2 * 86_400, '2 days ago', '2 日前'],
    [95 * 86_400, '3 mo ago', '3 か月前'],
    [800 * 86_400, '2 yr ago', '2 年前'],
  ])('write %d seconds as %s', (seconds, english, japanese) => {
    expect(formatsFor('en').ago(now - seconds * 1000, now)).toBe(english);
    expect(formatsFor('ja').ago(now - seconds * 1000, now)).toBe(japanese);
  });

  it('accept a device whose clock is ahead', () => {
    expect(formatsFor('en').ago(now + 20_000, now)).toBe('just now');
    expect(formatsFor('en').ago(now + 3_600_000, now)).toBe('in 1 hr');
  });

  it.each([
    [-5, '0:00'],
    [18_400, '0:18'],
    [65_000, '1:05'],
    [3_725_000, '1:02:05'],
  ])('write %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('always write minutes and seconds with two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (ms) =>
        /^(\d+:[0-5]\d|\d):[0-5]\d$|^[0-5]?\d:[0-5]\d$/.test(duration(ms)),
      ),
    );
  });
});

describe('chooseLocale', () => {
  it.each([
    [['ja-JP', 'en'], 'ja'],
    [['fr-FR', 'ja_JP.UTF-8'], 'ja'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
    [['EN-us'], 'en'],
  ])('chooses from %j the first language with texts', (preferred, locale) => {
    expect(chooseLocale(preferred)).toBe(locale);
  });
});

describe('plurals', () => {
  it.each([
    [0, 'No devices found'],
    [1, '1 device found'],
    [2, '2 devices found'],
    [1204, '1,204 devices found'],
  ])('%d', (count, text) => {
    expect(en.search.results({ count })).toBe(text);
  });
});
