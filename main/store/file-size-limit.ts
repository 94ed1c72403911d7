/**
 * A limit on file sizes (`ulimit -f`) raises SIGXFSZ in addition to the error of the write. A library below electron-store
 * ends the process on that signal; the error of the write is all that is needed.
 */
export function surviveFileSizeLimit(): void {
  if (process.platform === 'win32') return;
  process.removeAllListeners('SIGXFSZ');
  process.on('SIGXFSZ', () => undefined);
}
