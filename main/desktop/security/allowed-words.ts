import { ownFlags, ownValues } from '../platform/arguments';

/** The environment that a start is checked against; a parameter, so that every platform can be tested on any other. */
export interface Person {
  readonly platform: NodeJS.Platform;
  /** Chromium refuses its sandbox to root on Linux, so only root may run without it. */
  readonly isRoot: boolean;
}

/**
 * All arguments that a packaged app accepts. Each pattern matches the complete argument, so no other prefix,
 * surrounding blanks (which Chromium trims) or separate value can slip through.
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

/** Arguments from the desktop itself: display, input method, keyring, and how the system activates an app. */
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
  // Passed by Launch Services when the app is opened from the Finder.
  darwin: [/^-psn_\d{1,10}_\d{1,10}$/],
  // Passed by COM when a notification of an app that has ended is clicked.
  win32: [/^[-/]Embedding$/i],
};

/**
 * A link or a file passed by the desktop. If it starts with a dash (on Windows also a slash), Chromium treats it as a
 * switch.
 */
const handedOver = (platform: NodeJS.Platform): RegExp =>
  platform === 'win32' ? /^[\p{L}\p{N}.\\]/u : /^[\p{L}\p{N}./]/u;
const LONGEST = 4_096;

/** Whether a packaged app accepts this argument. */
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

/**
 * Whether an argument disables Chromium's sandbox or a part of it, in any spelling. Such a start is refused, not
 * corrected, because it was intended.
 */
export function isAgainstSandbox(word: string, platform: NodeJS.Platform): boolean {
  const asSwitch = platform === 'win32' ? /^\s*(?:--?|\/)([^=\s]*)/ : /^\s*--?([^=\s]*)/;
  const name = asSwitch.exec(word)?.[1]?.toLowerCase() ?? '';
  return alsoSandbox.has(name) || (name.includes('sandbox') && !name.startsWith('enable-'));
}
