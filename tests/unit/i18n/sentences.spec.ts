import { expect, it } from 'vitest';
import { sentences } from '../../../shared/i18n/sentences';

it.each([
  [['It failed.', 'Try again.'], 'It failed. Try again.'],
  [['失敗しました。', 'もう一度お試しください。'], '失敗しました。もう一度お試しください。'],
  [['続けますか？', 'はい。', 'OK.'], '続けますか？はい。OK.'],
  [['', 'Try again.'], 'Try again.'],
  [['It failed.', ''], 'It failed.'],
  [[], ''],
])('%j', (parts, whole) => expect(sentences(...parts)).toBe(whole));
