import { describe, expect, it } from 'vitest';
import { EntryIndex } from '../../../main/history/entry-index';
import { findEntries } from '../../../main/history/find-entries';
import type { ManagedDevice } from '../../../shared/managed-device';
import { matchReading } from '../../../shared/search/match-reading';
import { isOnlySimilar } from '../../../shared/search/stages';
import { understand } from '../../../shared/search/understand';
import { aClosedRequest, aDevice } from '../../support/builders';

type Named = Partial<Pick<ManagedDevice, 'name' | 'serial' | 'userName' | 'upn'>>;

async function inHistory(named: Named, text: string): Promise<boolean> {
  const index = new EntryIndex();
  const entry = aClosedRequest('1', '2026-11-02T10:00:00Z');
  const { name = '', serial = '', userName = '', upn = '' } = named;
  index.put({ ...entry, subject: { ...entry.subject, deviceName: name, serial, userName, upn } }, 'part');
  return (await findEntries(index.newestFirst(), { text, states: [], from: null, to: null })).length === 1;
}

function inDevices(named: Named, text: string): boolean {
  const device = aDevice({ name: '', serial: '', userName: '', upn: '', mail: '', ...named });
  return understand(text).stages.some((stage) =>
    stage.some((reading) => !isOnlySimilar(reading) && matchReading(device, reading) !== null),
  );
}

describe('the history finds a request by every spelling that finds its device', () => {
  it.each<[typed: string, named: Named]>([
    ['たなか', { userName: 'タナカ ハルカ' }],
    ['タナカ', { userName: 'たなか はるか' }],
    ['ﾀﾅｶ', { userName: 'タナカ ハルカ' }],
    ['ガ', { userName: 'ｶﾞﾝﾊﾞ' }],
    ['ＴＹＯ－ＬＴ', { name: 'TYO-LT-04127' }],
    ['tyolt04127', { name: 'TYO-LT-04127' }],
    ['muller', { userName: 'Jürgen Müller' }],
    ['Müller', { userName: 'Juergen Muller' }],
    ['strasse', { userName: 'Anna Straße' }],
    ['5CG-1234-XYZ', { serial: '5CG1234XYZ' }],
    ['５ｃｇ１２３４', { serial: '5CG1234XYZ' }],
    ['HARUKA.TANAKA@contoso.example', { upn: 'haruka.tanaka@contoso.example' }],
  ])('%s', async (text, named) => {
    expect([inDevices(named, text), await inHistory(named, text)]).toEqual([true, true]);
  });

  it.each<[typed: string, named: Named]>([
    ['さとう', { userName: 'タナカ ハルカ' }],
    ['tyo-lt-04128', { name: 'TYO-LT-04127' }],
  ])('and not by %s, which finds neither', async (text, named) => {
    expect([inDevices(named, text), await inHistory(named, text)]).toEqual([false, false]);
  });
});
