import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';
import { lengthText } from '../../../shared/i18n/length-text';
import { stateText } from '../../../shared/i18n/state-text';
import type { HeroAction, HeroStep } from './hero';

/** The words on the buttons; the remedy of a failure words itself. */
export const heroActionText = (m: Messages, action: Exclude<HeroAction, 'remedy'>): string =>
  ({
    open: m.request.open,
    'open-again': m.request.openAgain,
    finish: m.request.close,
    stop: m.request.stop,
    again: m.request.again,
    check: m.request.checkNow,
    'decide-sent': m.request.decideSent,
    'decide-not-sent': m.request.decideNotSent,
  })[action]();

/** The words of one segment. */
export function heroStepText(m: Messages, formats: Formats, request: AssistanceRequest, step: HeroStep): string {
  if (step.isCurrent) return stateText(m, formats, request);
  if (step.key === 'sent' && step.tone === 'warning') return m.step.sentNoAnswer();
  if (step.key === 'ready' && step.took !== null) return m.hero.readyAfter({ time: lengthText(m, step.took) });
  return m.hero[step.key]();
}
