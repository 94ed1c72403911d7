import type { App, Session } from 'electron';

/** Refuses every permission, device, screen capture and download in one session. Electron grants them by default. Fetches nothing by itself. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    try {
      answer({});
    } catch {
      // Electron throws at an answer without a stream after it has refused the page.
    }
  });
  session.on('will-download', (event) => event.preventDefault());
  // Otherwise Chromium fetches spelling dictionaries from a host of its own as soon as a session exists.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
}

/** The same for every session there will ever be. */
export function denyPermissionsEverywhere(app: Pick<App, 'on'>): void {
  app.on('session-created', denyPermissions);
}
