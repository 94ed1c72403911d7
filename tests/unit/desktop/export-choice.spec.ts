import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dialogs } from '../../../main/desktop/dialogs';
import { createExportChoices, formatOf, separatorFor } from '../../../main/desktop/export-choice';
import type { CsvSeparator, ExportFormat } from '../../../shared/contract/export';
import { messagesFor } from '../../../shared/i18n';

describe('the separator', () => {
  it.each<[CsvSeparator, string, string]>([
    ['system', 'de-DE', ';'],
    ['system', 'fr-FR', ';'],
    ['system', 'nl-NL', ';'],
    ['system', 'pt-BR', ';'],
    ['system', 'ru-RU', ';'],
    ['system', 'en-US', ','],
    ['system', 'en-GB', ','],
    ['system', 'ja-JP', ','],
    ['system', 'de-CH', ','],
    ['system', 'not a tag', ','],
    ['comma', 'de-DE', ','],
    ['semicolon', 'en-US', ';'],
    ['tab', 'de-DE', '\t'],
  ])('%s in %s is %j', (choice, region, separator) => expect(separatorFor(choice, region)).toBe(separator));
});

describe('the format', () => {
  it.each([
    ['a.xlsx', 'xlsx'],
    ['a.CSV', 'csv'],
    ['/x.y/a.json', 'json'],
    ['a.txt', null],
    ['a', null],
    ['.csv', null],
    ['a.csv.bak', null],
  ])('of %s is %s', (path, format) => expect(formatOf(path)).toBe(format));
});

describe('the choice', () => {
  let folder = '';
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'export-choice-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function choose(name: string | null, exportFormat: ExportFormat) {
    const asked: Parameters<Dialogs['saveFile']>[0][] = [];
    const remembered: ExportFormat[] = [];
    const choices = createExportChoices({
      preferences: () => ({ exportFormat, csvSeparator: 'system' }),
      region: () => 'de-DE',
      now: () => '2026-11-30T09:00:00.000Z',
      remember: (format) => void remembered.push(format),
    });
    const saveFile: Dialogs['saveFile'] = async (options) => (
      asked.push(options),
      name === null ? null : join(folder, name)
    );
    const choice = await choices.choose({
      dialogs: { saveFile },
      messages: messagesFor('en'),
      title: 'Export',
      stem: 'deskside-devices',
    });
    return { asked, remembered, choice, file: choice?.path.slice(folder.length + 1) };
  }

  it('proposes the last used format first, with the date in the name', async () => {
    const { asked } = await choose(null, 'csv');
    expect(asked).toMatchObject([
      {
        name: 'deskside-devices-2026-11-30.csv',
        kinds: [{ extensions: ['csv'] }, { extensions: ['xlsx'] }, { extensions: ['json'] }],
      },
    ]);
  });

  it('follows the extension of the name, and a different one is remembered', async () => {
    expect(await choose('mine.csv', 'xlsx')).toMatchObject({
      file: 'mine.csv',
      choice: { style: { format: 'csv', separator: ';' } },
      remembered: ['csv'],
    });
    expect(await choose('mine.xlsx', 'xlsx')).toMatchObject({
      file: 'mine.xlsx',
      choice: { style: { format: 'xlsx' } },
      remembered: [],
    });
  });

  it('adds a missing extension, but never replaces another file', async () => {
    expect(await choose('mine', 'xlsx')).toMatchObject({ file: 'mine.xlsx', choice: { style: { format: 'xlsx' } } });
    await writeFile(join(folder, 'mine.xlsx'), '');
    expect(await choose('mine', 'xlsx')).toMatchObject({ file: 'mine' });
  });

  it('that is cancelled remembers nothing', async () =>
    expect(await choose(null, 'json')).toMatchObject({ choice: null, remembered: [] }));
});
