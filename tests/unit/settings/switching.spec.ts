import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpeningLimit, switchRates } from '../../../main/desktop/security/opening-limit';
import { createSettings } from '../../../main/settings/settings';
import { agreed, declined } from '../../support/consent';
import { keepingLog } from '../../support/wire';

const profile = (name: string): string =>
  JSON.stringify({
    name,
    tenantId: `${name}.example`,
    clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    cloud: 'global',
    sessionHosts: [],
  });
const idOf = (name: string): string => `${name}.example.aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`;

let folder = '';
let now = Date.UTC(2026, 10, 30);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switching-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function twoTenants() {
  const clock = { now: () => now, after: () => () => undefined };
  const settings = createSettings({
    folder,
    clock,
    log: keepingLog(),
    waitToSwitch: createOpeningLimit(clock, switchRates).take,
  });
  for (const name of ['contoso', 'fabrikam'])
    expect(await settings.importProfile(profile(name), agreed)).toMatchObject({ ok: true });
  return settings;
}

describe('switching between existing tenants', () => {
  it('is rate-limited, for activating and for importing again, and changes nothing when it is refused', async () => {
    const settings = await twoTenants();
    const ways = [
      () => settings.activate(idOf('contoso')),
      () => settings.importProfile(profile('fabrikam'), declined),
    ];
    let switched = 0;
    for (let nth = 0; nth < 600; nth += 1) {
      const before = settings.current().activeProfile;
      const said = await ways[nth % 2]?.();
      if (said?.ok === true) switched += settings.current().activeProfile === before ? 0 : 1;
      else {
        expect(said).toMatchObject({ error: { code: 'profile.too-often' } });
        expect(settings.current().activeProfile).toBe(before);
        expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
          data: { activeProfile: before },
        });
      }
      now += 900;
    }
    expect(switched).toBe(20);
    now += 600_000;
    expect(
      await settings.activate(
        settings.current().activeProfile === idOf('contoso') ? idOf('fabrikam') : idOf('contoso'),
      ),
    ).toMatchObject({ ok: true });
  });

  it('counts only real switches, and returns how long to wait', async () => {
    const settings = await twoTenants();
    for (let nth = 0; nth < 50; nth += 1) expect(await settings.activate(idOf('fabrikam'))).toMatchObject({ ok: true });
    for (const name of ['contoso', 'fabrikam', 'contoso'])
      expect(await settings.activate(idOf(name))).toMatchObject({ ok: true });
    expect(await settings.activate(idOf('fabrikam'))).toEqual({
      ok: false,
      error: { code: 'profile.too-often', retryAfter: 3 },
    });
    expect(await settings.activate('nobody')).toMatchObject({ error: { code: 'input.invalid' } });
  });

  it('does not affect what the technician agreed to', async () => {
    const settings = await twoTenants();
    for (let nth = 0; nth < 5; nth += 1) await settings.activate(idOf(nth % 2 === 0 ? 'contoso' : 'fabrikam'));
    expect(await settings.importProfile(profile('tailspin'), agreed)).toMatchObject({
      ok: true,
      value: { activeProfile: idOf('tailspin') },
    });
    expect(await settings.removeProfile(idOf('tailspin'), agreed)).toMatchObject({
      ok: true,
      value: { activeProfile: 'practice' },
    });
  });
});
