import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resultPages } from '../../../main/auth/result-pages';

describe('the result pages', () => {
  it.each(Object.entries(resultPages))(
    '%s: static, in both languages, with a policy that its style meets',
    (_name, html) => {
      expect(html).toMatch(/^<!doctype html>/);
      expect(html).toMatch(/[ぁ-ん]/);
      expect(html).not.toMatch(/<script|\son\w+=|https?:|javascript:/i);
      const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(html).toContain(
        `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
      );
    },
  );
});
