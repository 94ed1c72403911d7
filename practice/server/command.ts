import { ArgumentError, HELP, parseArguments } from './arguments';
import { startPracticeServer } from './start';

/** Where the command writes; the process's own streams unless a test listens. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
};

function trustHint(ca: string): string {
  return [
    `The server's certificate comes from an authority made for this run: ${ca}`,
    'Trust it while you practise, and remove it afterwards:',
    `  Linux    certutil -A -d sql:$HOME/.pki/nssdb -t C,, -n deskside-practice -i ${ca}`,
    `  macOS    security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${ca}`,
    `  Windows  certutil -user -addstore Root ${ca}`,
    `  curl     curl --cacert ${ca} …`,
  ].join('\n');
}

function startError(cause: unknown, port: number): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with --port, or 0 for any free one.`;
  if (code === 'EACCES')
    return `Port ${port} is not allowed to this account, or the output folder is not writable; choose another with --port or --out.`;
  return `The practice server could not start: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/** A started command, or the exit code of one that ended at once. */
export type CommandResult = { readonly exitCode: number } | { readonly stop: () => Promise<void> };

/** `npm run practice`: serves until it is stopped. */
export async function runPracticeCommand(
  argv: readonly string[],
  { out, error }: Terminal = terminal,
): Promise<CommandResult> {
  let wanted;
  try {
    wanted = parseArguments(argv);
  } catch (cause) {
    if (!(cause instanceof ArgumentError)) throw cause;
    error(`${cause.message}\n`);
    return { exitCode: 2 };
  }
  if (wanted.help) {
    out(HELP);
    return { exitCode: 0 };
  }
  try {
    const { port, devices, seed, hostile, faults } = wanted;
    const server = await startPracticeServer({ port, devices, seed, hostile, faults, dir: wanted.out });
    out(`${JSON.stringify(server.profile, null, 2)}\n\n`);
    out(`Practice tenant with ${devices.toLocaleString('en')} devices on ${server.origin}\n`);
    out(
      `Import this profile in Deskside: ${server.files?.profile ?? ''}\n${trustHint(server.files?.ca ?? '')}\nStop with Ctrl+C.\n`,
    );
    return { stop: server.stop };
  } catch (cause) {
    error(`${startError(cause, wanted.port)}\n`);
    return { exitCode: 1 };
  }
}
