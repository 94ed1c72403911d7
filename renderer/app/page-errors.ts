import type { AppBridge } from '../bridge/bridge';

/** Tells the log that the page failed; what the technician sees stays as it is. */
export function reportPageErrors(app: Pick<AppBridge['app'], 'reportPageError'>): void {
  const report = (cause: unknown): void => {
    void app.reportPageError({
      message: cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 500) : 'unknown',
    });
  };
  window.addEventListener('error', (event) => report(event.error));
  window.addEventListener('unhandledrejection', (event) => report(event.reason));
}
