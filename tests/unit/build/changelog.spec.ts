import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

interface Version {
  readonly title: string;
  readonly parts: readonly { readonly kind: string; readonly lines: readonly string[] }[];
}

/** Keep a Changelog: versions are headings of level 2, kinds of change of level 3. */
function versionsOf(text: string): Version[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((block) => {
      const [head = '', ...parts] = block.split(/^### /m);
      return {
        title: head.trim(),
        parts: parts.map((part) => {
          const [kind = '', ...lines] = part.trim().split('\n');
          return { kind, lines: lines.filter((line) => line !== '') };
        }),
      };
    });
}

const numbers = (version: string): number[] => version.split('.').map(Number);
const isNewer = (one: string, other: string): boolean => {
  const [a, b] = [numbers(one), numbers(other)];
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
};

/** A day of the calendar, which 2026-02-31 is not. */
function isDay(date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** What is wrong with the form of a changelog; empty when nothing is. */
function complaintsAbout(text: string, current: string): string[] {
  const [first, ...released] = versionsOf(text);
  const names = released.map(({ title }) => /^\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/.exec(title));
  const versions = names.map((match) => match?.[1] ?? '');
  const dates = names.map((match) => match?.[2] ?? '');
  const complaint = (is: boolean, words: string): string[] => (is ? [words] : []);
  return [
    ...complaint(!text.startsWith('# Changelog\n'), 'it does not begin with its title'),
    ...complaint(first?.title !== '[Unreleased]', 'the first part is not [Unreleased]'),
    ...released.flatMap(({ title }, index) =>
      complaint(names[index] === null, `"${title}" is not "[1.2.3] - YYYY-MM-DD"`),
    ),
    ...dates.flatMap((date) => complaint(date !== '' && !isDay(date), `${date} is no day`)),
    ...versions
      .slice(1)
      .flatMap((version, index) =>
        complaint(!isNewer(versions[index] ?? '', version), `${version} does not come before an older one`),
      ),
    ...complaint(versions[0] !== current, `the newest version is not ${current}, which package.json has`),
    ...versionsOf(text).flatMap(({ title, parts }) => [
      ...complaint(title !== '[Unreleased]' && parts.length === 0, `${title} is empty`),
      ...complaint(new Set(parts.map(({ kind }) => kind)).size < parts.length, `${title} has a kind of change twice`),
      ...parts.flatMap(({ kind, lines }) => [
        ...complaint(!KINDS.includes(kind), `${title} has "${kind}", which is no kind of change`),
        ...complaint(
          lines.length === 0 || !lines.every((line) => /^- \S/.test(line)),
          `${title}, ${kind}: every change is one line that begins with "- "`,
        ),
      ]),
    ]),
  ];
}

const sound = `# Changelog

## [Unreleased]

## [1.10.0] - 2026-02-28

### Fixed

- One.

## [1.9.1] - 2026-01-31

### Added

- Two.
- Three.
`;

describe('the changelog', () => {
  it('has the form of Keep a Changelog', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(complaintsAbout(read('CHANGELOG.md'), version)).toEqual([]);
  });

  it('may have nothing unreleased', () => {
    expect(complaintsAbout(sound, '1.10.0')).toEqual([]);
  });

  it.each([
    ['## [Unreleased]', '## [1.11.0] - 2026-03-01', 'the first part is not [Unreleased]'],
    ['[1.10.0] - 2026-02-28', '1.10.0', '"1.10.0" is not "[1.2.3] - YYYY-MM-DD"'],
    ['2026-01-31', '2026-02-31', '2026-02-31 is no day'],
    ['2026-01-31', '2026-13-01', '2026-13-01 is no day'],
    ['[1.9.1]', '[1.10.1]', '1.10.1 does not come before an older one'],
    ['### Fixed', '### Mended', '[1.10.0] - 2026-02-28 has "Mended", which is no kind of change'],
    ['- One.', 'One.', '[1.10.0] - 2026-02-28, Fixed: every change is one line that begins with "- "'],
    ['- One.\n', '', '[1.10.0] - 2026-02-28, Fixed: every change is one line that begins with "- "'],
    ['### Fixed\n\n- One.\n', '', '[1.10.0] - 2026-02-28 is empty'],
    ['- Three.', '- Three.\n\n### Added\n\n- Four.', '[1.9.1] - 2026-01-31 has a kind of change twice'],
  ])('is refused with %j as %j', (before, after, complaint) => {
    expect(complaintsAbout(sound.replace(before, after), '1.10.0')).toContain(complaint);
  });

  it('is refused when package.json has a version that it does not name', () => {
    expect(complaintsAbout(sound, '2.0.0')).toEqual(['the newest version is not 2.0.0, which package.json has']);
  });
});
