import type { PhoneLanguage } from './phone-language';

export const en: PhoneLanguage = {
  name: 'English',
  sentence: 'Please open Company Portal, select the flag, and accept the request for remote assistance.',
  domains: ['au', 'gb', 'ie', 'nz', 'uk', 'us'],
};
