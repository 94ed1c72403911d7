import type { Inventory } from './inventory';
import { draw, guidCodec, share } from './random';

/** Software found on devices, in the words of Graph's detectedApp. */
export interface DetectedApp {
  readonly id: string;
  readonly displayName: string;
  readonly version: string;
  readonly publisher: string;
  readonly platform: 'windows' | 'macOS' | 'ios' | 'androidOSP';
  readonly sizeInByte: number;
}

export interface DetectedApps {
  readonly all: readonly DetectedApp[];
  readonly find: (id: string) => number | undefined;
  readonly has: (app: number, device: number) => boolean;
  readonly deviceCount: (app: number) => number;
}

type Line = readonly [
  name: string,
  version: string,
  publisher: string,
  platform: DetectedApp['platform'],
  share: number,
];

const lines: readonly Line[] = [
  ['Microsoft Edge', '142.0.3595.65', 'Microsoft Corporation', 'windows', 0.99],
  ['Google Chrome', '142.0.7444.60', 'Google LLC', 'windows', 0.83],
  ['Google Chrome', '141.0.7390.123', 'Google LLC', 'windows', 0.12],
  ['Mozilla Firefox (x64 ja)', '145.0', 'Mozilla', 'windows', 0.21],
  ['7-Zip 25.01 (x64)', '25.01', 'Igor Pavlov', 'windows', 0.64],
  ['Adobe Acrobat (64-bit)', '25.001.20756', 'Adobe', 'windows', 0.58],
  ['Microsoft 365 Apps for enterprise - ja-jp', '16.0.19328.20178', 'Microsoft Corporation', 'windows', 0.9],
  ['Microsoft Teams', '25290.205.4069.4894', 'Microsoft', 'windows', 0.95],
  ['TeamViewer Host', '15.71.4', 'TeamViewer', 'windows', 0.31],
  ['TeamViewer', '15.71.4', 'TeamViewer', 'windows', 0.06],
  ['Zoom Workplace', '6.6.10', 'Zoom Communications, Inc.', 'windows', 0.52],
  ['Slack', '4.47.59', 'Slack Technologies Inc.', 'windows', 0.28],
  ['Notepad++ (64-bit x64)', '8.8.7', 'Notepad++ Team', 'windows', 0.24],
  ['Git', '2.51.2', 'The Git Development Community', 'windows', 0.13],
  ['Microsoft Visual Studio Code', '1.106.0', 'Microsoft Corporation', 'windows', 0.16],
  ['Python 3.13.9 (64-bit)', '3.13.9150.0', 'Python Software Foundation', 'windows', 0.09],
  ['一太郎2025', '35.0', '株式会社ジャストシステム', 'windows', 0.11],
  ['サクラエディタ', '2.4.2', 'Sakura Editor Project', 'windows', 0.14],
  ['弥生会計 26', '32.0.1', '弥生株式会社', 'windows', 0.03],
  ['FortiClient VPN', '7.4.3.1790', 'Fortinet Technologies Inc', 'windows', 0.47],
  ['Cisco Secure Client', '5.1.11.388', 'Cisco Systems, Inc.', 'windows', 0.22],
  ['SAP GUI for Windows 8.00', '8.00', 'SAP SE', 'windows', 0.17],
  ['VLC media player', '3.0.21', 'VideoLAN', 'windows', 0.19],
  ['Company Portal', '11.2.1002.0', 'Microsoft Corporation', 'windows', 0.97],
  ['Java 8 Update 471', '8.0.4710.9', 'Oracle Corporation', 'windows', 0.08],
  ['AutoCAD 2026', '25.1', 'Autodesk, Inc.', 'windows', 0.02],
  ['Safari', '26.1', 'Apple', 'macOS', 0.99],
  ['Google Chrome', '142.0.7444.60', 'Google LLC', 'macOS', 0.78],
  ['Microsoft Outlook', '16.102.3', 'Microsoft Corporation', 'macOS', 0.88],
  ['Microsoft Teams', '25290.302.4044.3989', 'Microsoft Corporation', 'macOS', 0.9],
  ['Company Portal', '5.2510.0', 'Microsoft Corporation', 'macOS', 0.95],
  ['Xcode', '26.1', 'Apple', 'macOS', 0.18],
  ['Intune Company Portal', '5.2510.0', 'Microsoft Corporation', 'ios', 0.93],
  ['Microsoft Outlook', '5.2544.0', 'Microsoft Corporation', 'ios', 0.9],
  ['Microsoft Authenticator', '6.8.35', 'Microsoft Corporation', 'ios', 0.85],
  ['LINE WORKS', '4.5.0', 'LINE WORKS Corp.', 'ios', 0.41],
  ['Intune Company Portal', '5.0.6720.0', 'Microsoft Corporation', 'androidOSP', 0.97],
  ['Microsoft Outlook', '4.2544.1', 'Microsoft Corporation', 'androidOSP', 0.86],
  ['TeamViewer QuickSupport', '15.71', 'TeamViewer', 'androidOSP', 0.2],
  ['Zebra DataWedge', '15.0.34', 'Zebra Technologies', 'androidOSP', 0.12],
];

/** Devices looked at for deviceCount. */
const SAMPLE = 20_000;

const platformOf: Readonly<Record<string, DetectedApp['platform']>> = {
  Windows: 'windows',
  macOS: 'macOS',
  iOS: 'ios',
  Android: 'androidOSP',
};

export function createDetectedApps(seed: number, inventory: Inventory): DetectedApps {
  const ids = guidCodec(seed, 300);
  const all = lines.map(([displayName, version, publisher, platform], index): DetectedApp => ({
    id: ids.encode(index),
    displayName,
    version,
    publisher,
    platform,
    sizeInByte: 1_000_000 + (draw(seed, 310, index) % 900_000_000),
  }));
  const counts = new Map<number, number>();
  const operatingSystem = (device: number): string => {
    const fixed = inventory.landmark(device)?.values['operatingSystem'];
    return typeof fixed === 'string' ? fixed : inventory.facts.kind(device).operatingSystem;
  };
  const has = (app: number, device: number): boolean => {
    const line = lines[app];
    return (
      line !== undefined && platformOf[operatingSystem(device)] === line[3] && share(seed, 320 + app, device) < line[4]
    );
  };
  const deviceCount = (app: number): number => {
    const known = counts.get(app);
    if (known !== undefined) return known;
    // In a large tenant the count is an estimate from a sample, as the service's own is days old.
    const sample = Math.min(inventory.count, SAMPLE);
    let total = 0;
    for (let device = 0; device < sample; device += 1) if (has(app, device)) total += 1;
    total = Math.round((total * inventory.count) / Math.max(1, sample));
    counts.set(app, total);
    return total;
  };
  const find = (id: string): number | undefined => {
    const index = ids.decode(id);
    return index !== undefined && index < lines.length ? index : undefined;
  };
  return { all, find, has, deviceCount };
}
