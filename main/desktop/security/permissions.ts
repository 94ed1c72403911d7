import type { App, Session } from 'electron';

/**
 * Refuses every permission, device, screen capture and download in one session. Electron grants them by default. Makes
 * no network request.
 */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    try {
      answer({});
    } catch {
      // After refusing the page, Electron throws because the response has no stream.
    }
  });
  session.on('will-download', (event) => event.preventDefault());
  // Otherwise Chromium downloads spelling dictionaries from its own host as soon as a session exists.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
}

/** The same for every future session. */
export function denyPermissionsEverywhere(app: Pick<App, 'on'>): void {
  app.on('session-created', denyPermissions);
}
