import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../shared/failure';
import { failureCodes, isCancelled } from '../../../shared/failure';
import { messagesFor } from '../../../shared/i18n';
import { failureText } from '../../../shared/i18n/failure-text';

const catalogs = { en: messagesFor('en'), ja: messagesFor('ja') };

describe('failure codes', () => {
  it('count as cancelled only if the work was ended on purpose', () => {
    const cancelled = failureCodes.filter((code) => isCancelled({ code }));
    expect(cancelled).toEqual(['cancelled', 'auth.cancelled']);
  });

  it.each([
    ['busy', 'auth.cancelled'],
    ['busy', 'request.in-flight'],
    ['cancelled', 'auth.cancelled'],
    ['cancelled', 'request.stopped'],
  ] satisfies [FailureCode, FailureCode][])('%s has words of its own, not those of %s', (code, other) => {
    for (const messages of Object.values(catalogs)) {
      const [own, others] = [failureText(messages, { code }), failureText(messages, { code: other })];
      expect(own.title).not.toBe(others.title);
      expect(own.remedy).not.toBe(others.remedy);
    }
  });

  it('for work inside the app mention no sign-in, no device and no request', () => {
    for (const code of ['busy', 'cancelled'] as const)
      expect(Object.values(failureText(catalogs.en, { code })).join(' ')).not.toMatch(/sign|device|request/i);
  });
});
