import type { AnyField } from '../shared/contract/field';
import type { Messages } from '../shared/i18n';

export function policiesText(fields: Readonly<Record<string, AnyField>>, m: Messages): string;
