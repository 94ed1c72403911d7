import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import electronLog from 'electron-log/node';
import type { Log, LogFields } from '../../../shared/log';
import { describeFault, redact, redactField } from './redact';

const ROTATE_AT_BYTES = 1_048_576;
type Level = 'info' | 'warn' | 'error';

/**
 * A log of one JSON object a line in `folder`/deskside.log (0600), rotated once to deskside.old.log at 1 MB. Everything
 * is redacted before it is written; a failed write never stops the app.
 */
export function createLog(folder: string, options: { readonly echo: boolean }): Log {
  prepare(folder);
  const logger = electronLog.create({ logId: `deskside-${folder}` });
  logger.transports.console.level = options.echo ? 'warn' : false;
  logger.transports.console.format = '{text}';
  const { file } = logger.transports;
  file.resolvePathFn = () => join(folder, 'deskside.log');
  file.maxSize = ROTATE_AT_BYTES;
  file.format = '{text}';
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  return logTo(
    (level, line) => logger[level](line),
    () => new Date(),
  );
}

/** The redacting log on any sink; pure apart from the clock and the reference. */
export function logTo(write: (level: Level, line: string) => void, now: () => Date, reference = newReference): Log {
  const line = (level: Level, event: string, fields: LogFields): void => {
    const clean = Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]);
    write(
      level,
      JSON.stringify({ at: now().toISOString(), level, event: redact(event), ...Object.fromEntries(clean) }),
    );
  };
  return {
    info: (event, fields = {}) => line('info', event, fields),
    warn: (event, fields = {}) => line('warn', event, fields),
    fault(event, cause) {
      const ref = reference();
      line('error', event, { ref, cause: describeFault(cause) });
      return ref;
    },
  };
}

/** Eight characters that can be read out on the phone. */
const newReference = (): string => randomBytes(4).toString('hex');

function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch {
    // Ignored: a failed log entry must not stop the app.
  }
}
