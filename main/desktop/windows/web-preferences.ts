import type { Session, WebPreferences } from 'electron';

/** All security-relevant preferences, listed explicitly although most are Electron's defaults. */
export function webPreferences(options: { preload: string; session: Session; devTools: boolean }): WebPreferences {
  return {
    preload: options.preload,
    session: options.session,
    devTools: options.devTools,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    enableWebSQL: false,
    webgl: false,
    spellcheck: false,
    autoplayPolicy: 'user-gesture-required',
  };
}
