import type { PhoneLanguage } from './phone-language';

export const ja: PhoneLanguage = {
  name: '日本語',
  sentence: 'ポータル サイトを開き、旗のアイコンを押して、リモート アシスタンスの要求を承諾してください。',
  domains: ['jp'],
  ownLetter: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  sharedLetter: /\p{Script=Han}/u,
  sharedWith: ['cn', 'hk', 'mo', 'sg', 'tw'],
};
