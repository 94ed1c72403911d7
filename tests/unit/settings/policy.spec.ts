import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aboutPolicy,
  managedBy,
  noPolicy,
  parsePolicy,
  readPolicyFile,
  SIZE_LIMIT,
} from '../../../main/settings/policy';
import type { Settings } from '../../../main/settings/port';
import { createSettings } from '../../../main/settings/settings';
import { defaultPreferences } from '../../../shared/contract/preferences';
import { messagesFor } from '../../../shared/i18n';
import { failureText } from '../../../shared/i18n/failure-text';
import { agreed } from '../../support/consent';
import { keepingLog } from '../../support/wire';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-policy-'));
  file = join(folder, 'policy.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = { now: () => Date.UTC(2026, 10, 23), after: () => () => undefined };
const unusable = { preferences: {}, problems: [{ code: 'storage.damaged', detail: 'policy' }] };
const start = (policy: unknown): Settings =>
  createSettings({ folder, clock, log: keepingLog(), policy: parsePolicy(JSON.stringify(policy)) });
const stored = async (): Promise<unknown> =>
  (JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as { data: { preferences: unknown } }).data
    .preferences;

describe('a policy', () => {
  it('names preferences as the settings document does', () => {
    const policy = parsePolicy('{ "preferences": { "inventory": "off", "retentionDays": 30 } }');
    expect(policy).toEqual({ preferences: { inventory: 'off', retentionDays: 30 }, problems: [] });
    expect(managedBy(policy)).toEqual(['retentionDays', 'inventory']);
  });

  it('may begin with a byte order mark, and may set nothing', () => {
    expect(parsePolicy('\uFEFF{"preferences":{"inventory":"memory"}}').preferences).toEqual({ inventory: 'memory' });
    for (const text of ['{}', '{"preferences":null}', '{"preferences":{}}', '{"other":1}'])
      expect(parsePolicy(text)).toEqual(noPolicy);
  });

  it('with bad values applies the good ones and names the bad ones', () => {
    expect(
      parsePolicy(
        '{ "preferences": { "inventory": "cloud", "retentionDays": -1, "forgetInventory": null, "closeToTray": false } }',
      ),
    ).toEqual({
      preferences: { closeToTray: false },
      problems: [
        { code: 'storage.damaged', detail: 'policy.retentionDays' },
        { code: 'storage.damaged', detail: 'policy.inventory' },
        { code: 'storage.damaged', detail: 'policy.forgetInventory' },
      ],
    });
  });

  it.each(['[]', '7', 'null', '"x"', '{"preferences":[]}', '{"preferences":"off"}'])(
    '%j cannot be used, and is named',
    (text) => {
      expect(parsePolicy(text)).toEqual(unusable);
    },
  );

  it.each([
    ['', 'end', 1, 1],
    ['inventory = off', 'text', 1, 1],
    ['{"preferences":{', 'end', 1, 17],
    ['{\r\n  "preferences": {\r\n    "theme": “dark”\r\n  }\r\n}', 'quote', 3, 14],
    ['{\n  "preferences": {\n    "theme": "dark",\n  }\n}', 'comma', 4, 3],
    ['{ // ours\n}', 'comment', 1, 3],
    ["\uFEFF{ 'preferences': {} }", 'quote', 1, 3],
  ] as const)(
    '%j is not JSON: the failure names the file, what is wrong and where, in both languages',
    (text, why, line, column) => {
      const [problem] = parsePolicy(text).problems;
      expect(problem).toEqual({ code: 'storage.damaged', detail: 'policy', why, place: { line, column } });
      for (const locale of ['en', 'ja'] as const) {
        const m = messagesFor(locale);
        const said = failureText(m, problem!);
        expect(said.title).toBe(m.failure.storageDamaged.policyTitle());
        expect(said.cause).toContain(m.failure.profileInvalid.file[why]({ line, column }));
        expect(said.cause).toContain(m.failure.storageDamaged.policyCause());
      }
      expect(aboutPolicy('/etc/deskside/policy.json', problem!)).toBe('/etc/deskside/policy.json');
    },
  );

  it('a value that cannot be used is named, and the failure says that the rest applies', () => {
    const [problem] = parsePolicy('{ "preferences": { "inventory": "cloud", "theme": "dark" } }').problems;
    expect(failureText(messagesFor('en'), problem!).cause).toBe(
      '“inventory” has a value that cannot be used; the rest applies.',
    );
    expect(aboutPolicy('/etc/deskside/policy.json', problem!)).toBe('/etc/deskside/policy.json: inventory');
  });

  it('that is not text is reported as binary', async () => {
    await writeFile(file, 'PK\u0003\u0004rest of an archive', { mode: 0o644 });
    expect(readPolicyFile(file, [0, process.getuid?.() ?? 0]).problems).toEqual([
      { code: 'storage.damaged', detail: 'policy', why: 'binary' },
    ]);
  });

  it('never prevents the start, whatever it contains', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc
            .record({
              preferences: fc.dictionary(
                fc.constantFrom(...Object.keys(defaultPreferences), '__proto__', 'constructor'),
                fc.jsonValue(),
              ),
            })
            .map((policy) => JSON.stringify(policy)),
        ),
        (text) => {
          const policy = parsePolicy(text);
          for (const name of managedBy(policy)) expect(Object.keys(defaultPreferences)).toContain(name);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a policy file', () => {
  it('that is missing is no policy', () => {
    expect(readPolicyFile(file)).toBe(noPolicy);
    expect(readPolicyFile(join(folder, 'nowhere', 'policy.json'))).toBe(noPolicy);
  });

  it('is read', async () => {
    await writeFile(file, '{ "preferences": { "inventory": "off" } }');
    expect(readPolicyFile(file)).toEqual({ preferences: { inventory: 'off' }, problems: [] });
  });

  it('that is too large is named and not read', async () => {
    const text = '{ "preferences": { "inventory": "off" } }';
    await writeFile(file, text.padEnd(SIZE_LIMIT));
    expect(readPolicyFile(file).preferences).toEqual({ inventory: 'off' });
    await writeFile(file, text.padEnd(SIZE_LIMIT + 1));
    expect(readPolicyFile(file)).toEqual(unusable);
  });

  it('that cannot be read is reported', async () => {
    await mkdir(file);
    expect(readPolicyFile(file)).toEqual(unusable);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'that only others may read is reported',
    async () => {
      await writeFile(file, '{}');
      await chmod(file, 0o000);
      expect(readPolicyFile(file)).toEqual(unusable);
    },
  );

  it.skipIf(process.platform === 'win32')('is never blocked on: a pipe or a device in its place cannot be used', () => {
    execFileSync('mkfifo', [file]);
    expect(readPolicyFile(file, [0, process.getuid?.() ?? 0])).toEqual(unusable);
  });
});

describe('managed settings', () => {
  const policy = { preferences: { inventory: 'memory', forgetInventory: true } };

  it('override defaults and the technician’s own choices', async () => {
    expect(start(policy).current().preferences).toEqual({
      ...defaultPreferences,
      inventory: 'memory',
      forgetInventory: true,
    });
    await start({}).change({ inventory: 'off', theme: 'dark' });
    expect(start(policy).current().preferences).toMatchObject({
      inventory: 'memory',
      forgetInventory: true,
      theme: 'dark',
    });
  });

  it('are listed, so that the windows can lock them', () => {
    expect(start(policy).managed).toEqual(['inventory', 'forgetInventory']);
    expect(start({}).managed).toEqual([]);
  });

  it('cannot be changed, while others can', async () => {
    const settings = start(policy);
    const changed = await settings.change({ inventory: 'disk', forgetInventory: false, theme: 'dark' });
    expect(changed).toMatchObject({
      ok: true,
      value: { preferences: { inventory: 'memory', forgetInventory: true, theme: 'dark' } },
    });
    expect(settings.current().preferences).toMatchObject({ inventory: 'memory', forgetInventory: true, theme: 'dark' });
  });

  it("are not stored as the technician's choice", async () => {
    const settings = start(policy);
    await settings.change({ inventory: 'disk', theme: 'dark' });
    expect(await stored()).toEqual({ theme: 'dark' });
    expect(start({}).current().preferences).toEqual({ ...defaultPreferences, theme: 'dark' });
  });

  it('are replaced by the technician’s former choices when the policy is removed', async () => {
    await start({}).change({ inventory: 'off' });
    await start(policy).change({ inventory: 'disk', language: 'ja' });
    expect(start({}).current().preferences).toMatchObject({ inventory: 'off', language: 'ja' });
  });

  it('stay managed after every change of profiles', async () => {
    const settings = start(policy);
    const imported = await settings.importProfile(
      JSON.stringify({
        name: 'Contoso',
        tenantId: '11111111-2222-3333-4444-555555555555',
        clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
        cloud: 'global',
      }),
      agreed,
    );
    expect(imported).toMatchObject({ ok: true, value: { preferences: { inventory: 'memory' } } });
    const activated = await settings.activate('practice');
    expect(activated).toMatchObject({ ok: true, value: { preferences: { inventory: 'memory' } } });
    expect(await stored()).toEqual({});
  });

  it('with mistakes are not reported as mistakes of the settings file', () => {
    expect(start({ preferences: { inventory: 'cloud' } }).notices).toEqual([]);
  });
});
