import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enrollmentText, modelText } from '../../../renderer/features/devices/device-text';
import { joints } from '../../../renderer/ui/joints';
import { messagesFor } from '../../../shared/i18n/index';
import { osText } from '../../../shared/search/shown';

const os = (name: string, osVersion: string, platform: 'windows' | 'macos' = 'windows'): string =>
  osText({ os: name, osVersion, platform });

describe('osText', () => {
  it.each([
    ['Windows', '10.0.22000.1', 'Windows 11'],
    ['Windows', '10.0.26100.3915', 'Windows 11'],
    ['Windows', '10.0.19045.5737', 'Windows 10'],
    ['Windows', '10.0', 'Windows 10.0'],
    ['Windows', '6.3.9600', 'Windows 6.3.9600'],
    ['Windows', '', 'Windows'],
    ['WindowsMobile', '10.0.15254', 'WindowsMobile 10.0.15254'],
  ])('%s %s is %s', (name, version, text) => {
    expect(os(name, version)).toBe(text);
  });

  it('leaves other systems as they are', () => {
    expect(os('macOS', '15.3', 'macos')).toBe('macOS 15.3');
  });
});

describe('modelText', () => {
  it.each([
    ['HP', 'HP EliteBook 840', 'HP EliteBook 840'],
    ['samsung', 'Samsung SM-A556E', 'Samsung SM-A556E'],
    ['HP', 'HPE Server', 'HP HPE Server'],
    ['LENOVO', 'ThinkPad X1', 'LENOVO ThinkPad X1'],
    ['', 'ThinkPad X1', 'ThinkPad X1'],
    ['Apple', '', 'Apple'],
    ['', '', ''],
  ])('%s, %s', (manufacturer, model, text) => {
    expect(modelText({ manufacturer, model })).toBe(text);
  });
});

describe('enrollmentText', () => {
  it('shows known values in the language of the page', () => {
    expect(enrollmentText(messagesFor('en'), 'windowsAutoEnrollment')).toBe('Windows automatic enrollment');
    expect(enrollmentText(messagesFor('ja'), 'windowsAutoEnrollment')).toBe('Windows 自動登録');
  });

  it.each(['androidSomethingNew', 'constructor', ''])('shows %j as it is', (value) => {
    expect(enrollmentText(messagesFor('en'), value)).toBe(value);
  });
});

describe('joints', () => {
  it('lets a line break after the at sign first, then after dots', () => {
    expect(joints('a.sato@contoso.example')).toEqual([
      ['a.', 'sato@'],
      ['contoso.', 'example'],
    ]);
  });

  it('never loses or adds a letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '.', '@', '佐', '𠮷') }),
        (text) => joints(text).flat().join('') === text,
      ),
    );
  });
});
