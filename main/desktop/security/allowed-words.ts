import { ownFlags, ownValues } from '../platform/arguments';

/** What a start is judged by, handed in so that every platform's answer can be tried on any of them. */
export interface Person {
  readonly platform: NodeJS.Platform;
  /** Chromium refuses its sandbox to root on Linux, so root alone may go without. */
  readonly isRoot: boolean;
}

/**
 * Everything a packaged app may be started with. Each is a whole word: what is not matched from its first to its last character
 * is not allowed, so neither another prefix, nor blanks round it (which Chromium cuts off), nor a detached value slips through.
 */
const everywhere: readonly RegExp[] = [
  /^--lang=[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
  /^--disable-gpu(-compositing)?$/,
  /^--disable-software-rasterizer$/,
  /^--use-gl=(angle|desktop|disabled|egl)$/,
  /^--use-angle=(d3d11|d3d9|default|gl|gles|metal|swiftshader|vulkan)$/,
  /^--force-device-scale-factor=\d(\.\d{1,3})?$/,
  /^--high-dpi-support=1$/,
  /^--force-renderer-accessibility$/,
];

/** What the desktop itself passes: where to draw, how text is typed, which keyring to ask; how the system activates an app. */
const bySystem: Readonly<Partial<Record<NodeJS.Platform, readonly RegExp[]>>> = {
  linux: [
    /^--display=[A-Za-z0-9._-]{0,255}:\d{1,5}(\.\d)?$/,
    /^--ozone-platform(-hint)?=(auto|wayland|x11)$/,
    /^--enable-wayland-ime(=true)?$/,
    /^--wayland-text-input-version=[1-3]$/,
    /^--gtk-version=[34]$/,
    // Never `basic`: a fixed password.
    /^--password-store=(gnome-libsecret|kwallet[56]?)$/,
  ],
  // Launch Services, for an app that is opened from the Finder.
  darwin: [/^-psn_\d{1,10}_\d{1,10}$/],
  // COM, when somebody clicks a notification of an app that has ended.
  win32: [/^[-/]Embedding$/i],
};

/** A link or a file that the desktop hands over. Chromium takes it for a switch if it begins with a dash (or a slash, on Windows). */
const handedOver = (platform: NodeJS.Platform): RegExp =>
  platform === 'win32' ? /^[\p{L}\p{N}.\\]/u : /^[\p{L}\p{N}./]/u;
const LONGEST = 4_096;

/** Whether a packaged app may run with this word on its command line. */
export function isAllowedWord(word: string, { platform, isRoot }: Person): boolean {
  if (word.length > LONGEST || /[\p{Cc}]/u.test(word)) return false;
  if (ownFlags.some((own) => own === word) || ownValues.some((own) => word.startsWith(own) && word.length > own.length))
    return true;
  if (isRoot && word === '--no-sandbox') return true;
  return (
    [...everywhere, ...(bySystem[platform] ?? [])].some((allowed) => allowed.test(word)) ||
    handedOver(platform).test(word)
  );
}

const alsoSandbox: ReadonlySet<string> = new Set([
  'single-process',
  'no-zygote',
  'in-process-gpu',
  'disable-win32k-lockdown',
  'disable-appcontainer',
]);

/** Whether a word takes Chromium's sandbox away, or a part of it, however it is spelled. Such a start is refused, not repaired: somebody wanted it. */
export function isAgainstSandbox(word: string, platform: NodeJS.Platform): boolean {
  const asSwitch = platform === 'win32' ? /^\s*(?:--?|\/)([^=\s]*)/ : /^\s*--?([^=\s]*)/;
  const name = asSwitch.exec(word)?.[1]?.toLowerCase() ?? '';
  return alsoSandbox.has(name) || (name.includes('sandbox') && !name.startsWith('enable-'));
}
