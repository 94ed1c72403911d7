/** The arguments of a start by the user, a desktop shortcut or a script. */
export interface StartArguments {
  /** Open the quick window. */
  readonly quick: boolean;
  /** Start in the tray without a window. */
  readonly hidden: boolean;
  readonly version: boolean;
  readonly help: boolean;
  /** Folder for everything the app stores; null for the usual one. */
  readonly userDataDir: string | null;
  /** File that receives the report of a self-check; null for a normal start. */
  readonly selfCheck: string | null;
}

const LONGEST = 4_096;

/**
 * All our own arguments: flags, and options with a value. A packaged app accepts these and what the system passes
 * (`security/allowed-words.ts`).
 */
export const ownFlags = ['--quick', '--hidden', '--version', '--help'] as const;
export const ownValues = ['--user-data-dir=', '--self-check='] as const;

/**
 * Reads our own arguments at any position, because Chromium adds and reorders arguments. Unknown ones are ignored.
 * Accepts `unknown`, because the arguments of a second start come from another process.
 */
export function parseArguments(words: unknown): StartArguments {
  const known = Array.isArray(words)
    ? words.filter((word): word is string => typeof word === 'string' && word.length <= LONGEST)
    : [];
  const has = (flag: (typeof ownFlags)[number]): boolean => known.includes(flag);
  return {
    quick: has('--quick'),
    hidden: has('--hidden'),
    version: has('--version'),
    help: has('--help'),
    userDataDir: valueOf(known, '--user-data-dir='),
    selfCheck: valueOf(known, '--self-check='),
  };
}

/** The last one wins, as in Chromium; an empty value or one with a NUL counts as absent. */
function valueOf(words: readonly string[], prefix: (typeof ownValues)[number]): string | null {
  const value = words.findLast((word) => word.startsWith(prefix))?.slice(prefix.length) ?? '';
  return value === '' || value.includes('\0') ? null : value;
}

/** The output of `--help`. */
export const helpText = `Deskside: the helpdesk technician's remote-assistance client for Microsoft Intune

  --quick                Open the quick window (bind this to a shortcut where the app cannot)
  --hidden               Start in the tray without a window
  --user-data-dir=DIR    Keep everything the app stores in DIR
  --self-check=FILE      Start, write what was found to FILE as JSON, and quit (for support)
  --version              Print the version
  --help                 Print this text
`;
