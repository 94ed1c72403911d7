import { app } from 'electron';
import type { Locale } from '../../../shared/i18n';
import { chooseLocale, messagesFor } from '../../../shared/i18n';
import { claimInstance } from '../../instance/instance';
import type { OtherMachine } from '../../instance/machine-record';
import { errorCode } from '../../store/file-steps';
import { boxOf } from '../question';
import { sayLastWords } from './last-words';
import { showBox } from './system-dialogs';

/**
 * Makes this process the only one on its folder, before any file in it is opened. Returns false otherwise; then the app
 * is ending: with 0 when the other process has shown its window (or the user chose not to start), with 1 when it did
 * not respond. `onLaterStart` is called with the unparsed arguments of later starts.
 */
export async function becomeOnlyInstance(
  folder: string,
  words: readonly string[],
  onLaterStart: (words: unknown) => void,
): Promise<boolean> {
  try {
    return await become(folder, words, onLaterStart);
  } catch (cause) {
    // There is no log yet.
    process.stderr.write(`Deskside cannot use its folder (${errorCode(cause)}).\n`);
    return leave(1);
  }
}

async function become(
  folder: string,
  words: readonly string[],
  onLaterStart: (words: unknown) => void,
): Promise<boolean> {
  // On Linux, Chromium's lock can steal a lock whose owner has not opened its socket yet, so it is taken only after
  // ours. On Windows and macOS it is reliable and taken first: it also brings the first process to the front, which
  // only the system may do.
  const isSound = process.platform !== 'linux';
  const chromiumAgrees = (): boolean => app.requestSingleInstanceLock({ words });
  app.on('second-instance', (_event, _words, _folder, data) => onLaterStart(wordsOf(data)));
  if (isSound && !chromiumAgrees()) return leave(0);
  const claim = await claimInstance({ folder, words, onWords: onLaterStart });
  if (claim.kind === 'shown') return leave(0);
  if (claim.kind === 'unanswered') {
    process.stderr.write('Deskside is already running on this folder, but does not answer.\n');
    await reportUnresponsive();
    return leave(1);
  }
  const { instance } = claim;
  app.once('will-quit', () => instance.close());
  app.once('quit', () => instance.end());
  if (instance.other !== null && !(await mayStartAnyway(instance.other))) return leave(0);
  instance.begin();
  // Earlier versions of Deskside use Chromium's lock only.
  return isSound || chromiumAgrees() ? true : leave(0);
}

/** Chromium reorders the arguments of a second start, so the second start passes its own copy as well. */
const wordsOf = (data: unknown): unknown =>
  typeof data === 'object' && data !== null ? Reflect.get(data, 'words') : null;

function leave(code: number): false {
  app.exit(code);
  return false;
}

async function mayStartAnyway({ name, account, lastSeen }: OtherMachine): Promise<boolean> {
  await app.whenReady();
  const locale = systemLocale();
  const { instance } = messagesFor(locale);
  const { title, body, stay, start, advice, account: accountLine, seen } = instance.other;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(lastSeen);
  const facts = [...(account === null || account === '' ? [] : [accountLine({ account })]), seen({ when })];
  const detail = [body({ name }), facts.join('\n'), advice({ name })].join('\n\n');
  const { response } = await showBox(
    boxOf({ title: title({ name }), message: title({ name }), detail, keep: stay(), proceed: start() }),
  );
  return response === 1;
}

async function reportUnresponsive(): Promise<void> {
  await app.whenReady();
  const { title, body, close } = messagesFor(systemLocale()).instance.silent;
  await sayLastWords({ message: title(), detail: body(), close: close() });
}

const systemLocale = (): Locale => chooseLocale(app.getPreferredSystemLanguages());
