import { realpathSync } from 'node:fs';
import { app } from 'electron';
import { chooseLocale, messagesFor } from '../../../shared/i18n';
import { errorCode } from '../../store/file-steps';
import { isOfSomebodyElse } from '../../store/own-file';
import { sayLastWords } from './last-words';

/** Whether a name directly in the user-data folder is ours and not Chromium's. */
export const isOurs = (name: string): boolean =>
  /^(?:accounts|drafts|history|inventory|logs|shortlist)$|\.jsonl?(?:\.|$)/.test(name);

/**
 * Creates the data folder if it is missing, and checks whether it may be used. The folder of another user may not be
 * used: they could read and change everything in it. A symbolic link is followed here, but nowhere below.
 */
export function judgeFolder(
  folder: string,
  make: (folder: string) => void,
): { readonly folder: string; readonly problem: string | null } {
  try {
    make(folder);
    return { folder: realpathSync(folder), problem: isOfSomebodyElse(folder) ? 'EOWNER' : null };
  } catch (cause) {
    return { folder, problem: errorCode(cause) || 'EUNKNOWN' };
  }
}

/** Reports why the app does not start with this folder, and exits with 1. */
export async function refuseFolder(folder: string, problem: string): Promise<void> {
  process.stderr.write(
    `Deskside was not started: ${problem === 'EOWNER' ? 'its folder belongs to somebody else' : `its folder cannot be used (${problem})`}: ${folder}\n`,
  );
  await app.whenReady();
  const { title, body, bodyOwner, close } = messagesFor(chooseLocale(app.getPreferredSystemLanguages())).start.folder;
  const detail = problem === 'EOWNER' ? bodyOwner({ folder }) : body({ folder, problem });
  await sayLastWords({ message: title(), detail, close: close() });
  app.exit(1);
}
