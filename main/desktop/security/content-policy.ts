/** What our own pages may load and run. Their only connection to the outside is the bridge. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

/**
 * No page of ours uses any of these. Needed in addition to the session's handlers, because a Chromium switch can grant
 * the microphone without calling them.
 */
const permissionsPolicy = [
  'microphone',
  'camera',
  'display-capture',
  'geolocation',
  'usb',
  'serial',
  'hid',
  'bluetooth',
  'midi',
  'clipboard-read',
  'fullscreen',
  'payment',
  'idle-detection',
  'local-fonts',
  'screen-wake-lock',
  'accelerometer',
  'gyroscope',
  'magnetometer',
  'publickey-credentials-get',
  'publickey-credentials-create',
  'storage-access',
  'window-management',
  'xr-spatial-tracking',
  'encrypted-media',
]
  .map((name) => `${name}=()`)
  .join(', ');

/** The headers of all responses at `app://deskside`. */
export const pageHeaders = {
  'Content-Security-Policy': contentPolicy,
  'Permissions-Policy': permissionsPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
} as const;

/** For a page of the development server only: it injects inline styles and talks to its server over a web socket. */
export function developmentPolicy(server: URL): string {
  return `default-src 'self' 'unsafe-inline' data:; connect-src 'self' ws://${server.host}; object-src 'none'; base-uri 'none'; form-action 'none'`;
}
