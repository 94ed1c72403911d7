import type { FaultRule } from '../faults';

/** What `npm run practice` was asked for. */
export interface ServerArguments {
  readonly help: boolean;
  readonly port: number;
  readonly devices: number;
  readonly seed: number;
  readonly hostile: boolean;
  readonly faults: readonly FaultRule[];
  /** Folder for the profile and the CA certificate. */
  readonly out: string;
}

/** Wrong arguments; the message is one sentence to show. */
export class ArgumentError extends Error {}

export const HELP = `Usage: npm run practice -- [options]

Runs the practice tenant (Entra-like sign-in, Graph-like Intune) with TLS on https://localhost.

  --port N            port on 127.0.0.1 (default 8443; 0 picks a free one)
  --devices N         managed devices, 1 to 500000 (default 2500)
  --seed N            same seed, same tenant (default 7)
  --fault NAME=RATE   plays a fault on a share of requests, 0 to 1; may be repeated
                      throttle, drop-before, drop-after-accept, delay, malformed,
                      html, proxy-page, proxy-refusal, proxy-replaced,
                      proxy-sign-in, nameless, no-license, silent-refusal,
                      not-found, approval, foreign-next-link, empty-page, status-NNN
  --hostile           adds devices whose rows break the service's own promises
  --out DIR           where the profile and the CA certificate go (default out/practice)
  --help              shows this text
`;

const REQUEST_PATH = '/requestRemoteAssistance$';
/** The action below the list of all devices: the first of its three forms. */
const DIRECT_PATH = '^/v1\\.0/deviceManagement/managedDevices/[^/]+/requestRemoteAssistance$';
const GRAPH_PATH = '^/v1\\.0/';
const INTUNE_PATH = '^/v1\\.0/.*(?:managedDevices|detectedApps)';

/** Lists only: the faults that bend a next link make no sense elsewhere. */
const LIST_PATH = '^/v1\\.0/.*(?:managedDevices|users|detectedApps|auditEvents)(?:\\?|$)';

const faultFor: Readonly<Record<string, (rate: number) => readonly FaultRule[]>> = {
  // Intune has been seen to send fractions, and no Retry-After at all.
  throttle: (rate) => [
    { kind: 'throttle', match: { path: GRAPH_PATH }, rate: rate / 2 },
    { kind: 'throttle', match: { path: GRAPH_PATH }, rate: rate / 2, retryAfter: null },
  ],
  'drop-before': (rate) => [{ kind: 'drop-before', match: { path: GRAPH_PATH }, rate }],
  'drop-after-accept': (rate) => [{ kind: 'drop-after-accept', match: { method: 'POST', path: REQUEST_PATH }, rate }],
  delay: (rate) => [{ kind: 'delay', match: { path: GRAPH_PATH }, rate, delayMs: 3_000 }],
  malformed: (rate) => [{ kind: 'malformed', match: { method: 'GET', path: GRAPH_PATH }, rate }],
  html: (rate) => [{ kind: 'html', match: { method: 'GET', path: GRAPH_PATH }, rate }],
  'proxy-page': (rate) => [{ kind: 'proxy-page', rate }],
  'proxy-refusal': (rate) => [{ kind: 'proxy-refusal', rate }],
  'proxy-replaced': (rate) => [{ kind: 'proxy-replaced', match: { method: 'POST', path: REQUEST_PATH }, rate }],
  nameless: (rate) => [{ kind: 'nameless', match: { method: 'POST', path: REQUEST_PATH }, rate }],
  'proxy-sign-in': (rate) => [{ kind: 'proxy-sign-in', rate }],
  'no-license': (rate) => [{ kind: 'no-license', match: { path: INTUNE_PATH }, rate }],
  'silent-refusal': (rate) => [{ kind: 'silent-refusal', match: { path: INTUNE_PATH }, rate }],
  'not-found': (rate) => [{ kind: 'not-found', match: { method: 'POST', path: DIRECT_PATH }, rate }],
  approval: (rate) => [{ kind: 'approval', match: { method: 'POST', path: REQUEST_PATH }, rate }],
  'foreign-next-link': (rate) => [{ kind: 'foreign-next-link', match: { method: 'GET', path: LIST_PATH }, rate }],
  'empty-page': (rate) => [{ kind: 'empty-page', match: { method: 'GET', path: LIST_PATH }, rate }],
};

function parseFault(text: string): readonly FaultRule[] {
  const [name = '', share = ''] = text.split('=');
  const rate = Number(share);
  if (share === '' || !(rate >= 0 && rate <= 1))
    throw new ArgumentError(`--fault needs NAME=RATE with a rate from 0 to 1, not “${text}”.`);
  const status = /^status-([45]\d\d)$/.exec(name)?.[1];
  if (status !== undefined)
    return [
      {
        kind: 'status',
        status: Number(status),
        match: { path: GRAPH_PATH },
        rate,
        ...(status === '500' ? { shape: 'D' as const } : {}),
      },
    ];
  const make = Object.hasOwn(faultFor, name) ? faultFor[name] : undefined;
  if (make === undefined)
    throw new ArgumentError(
      `--fault does not know “${name}”; it knows ${Object.keys(faultFor).join(', ')} and status-NNN.`,
    );
  return make(rate);
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new ArgumentError(`${name} needs a whole number from ${least} to ${most}, not “${text}”.`);
  return value;
}

/** Both `--port 8443` and `--port=8443` are understood. */
function pairs(argv: readonly string[]): readonly (readonly [name: string, value: string | undefined])[] {
  const found: [string, string | undefined][] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const equals = word.indexOf('=');
    if (word === '--help' || word === '-h' || word === '--hostile')
      found.push([word === '-h' ? '--help' : word, undefined]);
    else if (!word.startsWith('--')) throw new ArgumentError(`“${word}” was not expected; --help lists the options.`);
    else if (equals > 0) found.push([word.slice(0, equals), word.slice(equals + 1)]);
    else {
      at += 1;
      found.push([word, argv[at]]);
    }
  }
  return found;
}

/** @throws ArgumentError with one clear sentence */
export function parseArguments(argv: readonly string[]): ServerArguments {
  let parsed: ServerArguments = {
    help: false,
    port: 8443,
    devices: 2_500,
    seed: 7,
    hostile: false,
    faults: [],
    out: 'out/practice',
  };
  for (const [name, raw] of pairs(argv)) {
    const value = (): string => {
      if (raw === undefined || raw === '') throw new ArgumentError(`${name} needs a value.`);
      return raw;
    };
    if (name === '--help') parsed = { ...parsed, help: true };
    else if (name === '--hostile') parsed = { ...parsed, hostile: true };
    else if (name === '--port') parsed = { ...parsed, port: whole(name, value(), 0, 65_535) };
    else if (name === '--devices') parsed = { ...parsed, devices: whole(name, value(), 1, 500_000) };
    else if (name === '--seed') parsed = { ...parsed, seed: whole(name, value(), 0, 4_294_967_295) };
    else if (name === '--out') parsed = { ...parsed, out: value() };
    else if (name === '--fault') parsed = { ...parsed, faults: [...parsed.faults, ...parseFault(value())] };
    else throw new ArgumentError(`There is no option ${name}; --help lists the options.`);
  }
  return parsed;
}
