/**
 * A limit on file sizes (`ulimit -f`) raises SIGXFSZ beside the error of the write. A library below electron-store
 * answers that signal by ending the process; the error of the write is all that is needed.
 */
export function surviveFileSizeLimit(): void {
  if (process.platform === 'win32') return;
  process.removeAllListeners('SIGXFSZ');
  process.on('SIGXFSZ', () => undefined);
}
