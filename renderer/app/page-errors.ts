import type { AppBridge } from '../bridge/bridge';

/** Reports errors of the page to the log. The screen does not change. */
export function reportPageErrors(app: Pick<AppBridge['app'], 'reportPageError'>): void {
  const report = (cause: unknown): void => {
    void app.reportPageError({
      message: cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 500) : 'unknown',
    });
  };
  window.addEventListener('error', (event) => report(event.error));
  window.addEventListener('unhandledrejection', (event) => report(event.reason));
}
