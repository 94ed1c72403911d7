import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { Draft } from '../../../shared/contract/drafts';
import type { HistoryPage } from '../../../shared/contract/history';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import type { Session } from '../../../shared/contract/session';
import { expect, test } from '../../e2e/fixtures';
import { killApp, quitApp } from '../../support/app-runner';
import { callMain } from '../../support/page-bridge';
import { count } from '../counts';
import { counted } from '../rows';
import { copyFolder, filesNamed, removeFolder, tempCopies } from './folders';

const kills = count(6, 100);
let lastSend = 0;
/** The app sends at most ten requests in five minutes; a new folder knows of none. */
const perFolder = 8;
const everything = { text: '', states: [], from: null, to: null, offset: 0, limit: 200 };

async function signedIn(window: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        const session = await callMain<Session>(window, 'session', 'current');
        return session.ok ? session.value.state : session.error.code;
      },
      { timeout: 20_000 },
    )
    .toBe('signed-in');
}

/** Confirms the card once; again only when the app said that it is too soon, which uses nothing up. */
async function send(window: Page, handle: string): Promise<void> {
  for (;;) {
    const sent = await callMain<AssistanceRequest>(window, 'requests', 'send', {
      handle,
      ticket: '',
      reason: '',
      override: false,
    });
    if (sent.ok || sent.error.code !== 'request.too-fast') return;
    await pause(250);
  }
}

/** The devices of the drafts, as the app offers them. */
async function drafts(window: Page): Promise<readonly string[]> {
  const kept = await callMain<readonly Draft[]>(window, 'drafts', 'list');
  if (!kept.ok) throw new Error(kept.error.code);
  return kept.value.map(({ subject }) => subject.deviceId);
}

/** Whether a confirmed request for this device was on the disk when the app was killed. */
async function isKept(folder: string, deviceId: string): Promise<boolean> {
  const texts = await Promise.all(
    (await filesNamed(folder, 'drafts.json')).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return texts.some((text) => text.includes(deviceId));
}

/** Every request that the app knows of, by id. */
async function known(window: Page): Promise<ReadonlyMap<string, AssistanceRequest>> {
  const past = await callMain<HistoryPage>(window, 'history', 'query', everything);
  const running = await callMain<readonly AssistanceRequest[]>(window, 'requests', 'current');
  if (!past.ok || !running.ok) throw new Error('the app did not answer');
  return new Map([...past.value.entries, ...running.value].map((request) => [request.id, request]));
}

test(`${String(kills)} kills of the real app at random moments of a request: 0 lost, 0 sent twice, what waited is a draft, every start works`, ({
  presetTenant,
  start,
  signIn,
  approving,
  tenant,
  folder,
}) =>
  counted('kills of the real app', async (row) => {
    test.setTimeout(120_000 + kills * 20_000);
    await presetTenant();
    const first = await start();
    await signIn(first.window);
    await signedIn(first.window);
    const found = await callMain<{ devices: readonly DeviceRow[] }>(first.window, 'devices', 'search', { text: 'LT-' });
    const devices = found.ok ? found.value.devices.map(({ id }) => id) : [];
    expect(devices.length).toBeGreaterThan(perFolder);
    // With no story that fails, a request that the service executed can end as failed only by mistake.
    for (const id of devices) tenant.control.setStory(id, { kind: 'ready', afterMs: 500 });
    // The permission to write is given once, so that what is killed later is the request itself.
    const card = await callMain<ConfirmCard>(first.window, 'requests', 'prepare', { deviceId: devices.at(-1) });
    if (!card.ok) throw new Error(card.error.code);
    await approving(
      async () =>
        void callMain(first.window, 'requests', 'send', {
          handle: card.value.handle,
          ticket: '',
          reason: '',
          override: false,
        }).catch(() => undefined),
    );
    await expect.poll(() => tenant.control.accepted(devices.at(-1) ?? '')).toBeGreaterThan(0);
    await quitApp(first.app);

    // The service takes a moment before and after it acts, so that kills fall on both sides.
    tenant.control.fault({
      kind: 'delay',
      delayMs: 120,
      rate: 0.5,
      match: { method: 'POST', path: 'requestRemoteAssistance' },
    });
    const totals = { executed: 0, recorded: 0, unsent: 0, unknown: 0, waited: 0 };
    // It is confirmed right after each of the others, so that it waits for three seconds; it is killed long before.
    const waiting = devices.at(-2) ?? '';
    for (let done = 0; done < kills; done += perFolder) {
      const own = await copyFolder(folder.path);
      try {
        const before = new Map(devices.map((id) => [id, tenant.control.accepted(id)]));
        tenant.control.clearRequests();
        const times = Math.min(perFolder, kills - done);
        for (let nth = 0; nth < times; nth += 1) {
          const was = await isKept(own, waiting);
          await killWhileSending(() => start({ folder: own }), {
            goes: devices[nth] ?? '',
            waits: waiting,
            isDraft: was,
          });
          totals.waited += (await isKept(own, waiting)) ? 1 : 0;
          row.ran();
        }
        const last = await start({ folder: own });
        await signedIn(last.window);
        const requests = await known(last.window);
        const isLost = (await isKept(own, waiting)) && !(await drafts(last.window)).includes(waiting);
        const executed = tenant.control.requests.filter(
          ({ path, status }) => path.includes('requestRemoteAssistance') && status === 204,
        );
        const accepted = [...devices.slice(0, times), waiting].map(
          (id) => tenant.control.accepted(id) - (before.get(id) ?? 0),
        );
        const ids = executed.map(({ clientRequestId = '' }) => clientRequestId);

        row.doubled(Math.max(accepted.filter((more) => more > 1).length, ids.length - new Set(ids).size));
        row.lost(ids.filter((id) => !requests.has(id)).length + (isLost ? 1 : 0));
        expect(
          accepted.filter((more) => more > 1),
          'sent twice',
        ).toEqual([]);
        expect(new Set(ids).size, 'sent twice').toBe(ids.length);
        expect(
          ids.filter((id) => !requests.has(id)),
          'lost',
        ).toEqual([]);
        expect(accepted.at(-1), 'sent although it still waited when the app was killed').toBe(0);
        expect(isLost, 'a confirmed request that waited is no draft').toBe(false);
        expect(
          ids.filter((id) => ['sending', 'failed', 'given-up'].includes(requests.get(id)?.state ?? '')),
          'booked as not sent',
        ).toEqual([]);
        // The app that runs may be writing at this moment: its own copies go, those of a killed one would stay.
        await expect.poll(() => tempCopies(own), 'half-written copies').toEqual([]);
        totals.executed += ids.length;
        totals.recorded += times === 0 ? 0 : requests.size - 1;
        totals.unknown += [...requests.values()].filter(({ state }) => state === 'unknown').length;
        totals.unsent = totals.recorded - totals.executed;
        await killApp(last.app);
      } finally {
        await removeFolder(own);
      }
    }
    expect(totals.recorded).toBeGreaterThan(0);
    expect(totals.waited, 'kills that met a confirmed request that waits').toBeGreaterThan(0);
    console.info(
      `${String(kills)} kills: ${String(totals.executed)} executed, ${String(totals.recorded)} recorded, ${String(totals.unsent)} recorded and never sent, ${String(totals.unknown)} unknown at the end, ${String(totals.waited)} times another waited, 0 lost, 0 twice`,
    );
  }));

interface Kill {
  /** Device whose request is on its way at the kill. */
  readonly goes: string;
  /** Device whose request waits for the limit. */
  readonly waits: string;
  /** An earlier kill left it as a draft on the disk. */
  readonly isDraft: boolean;
}

async function killWhileSending(
  open: () => Promise<{ app: ElectronApplication; window: Page }>,
  { goes, waits, isDraft }: Kill,
): Promise<void> {
  const { app, window } = await open();
  await signedIn(window);
  if (isDraft) expect(await drafts(window), 'a confirmed request that waited is a draft').toContain(waits);
  const cards: string[] = [];
  for (const deviceId of [goes, waits]) {
    const card = await callMain<ConfirmCard>(window, 'requests', 'prepare', { deviceId });
    if (!card.ok) throw new Error(card.error.code);
    cards.push(card.value.handle);
  }
  // One request in three seconds: a kill that meets only the refusal would prove nothing.
  await pause(Math.max(0, lastSend + 3_100 - Date.now()));
  lastSend = Date.now();
  const sending = cards.map((handle) => send(window, handle).catch(() => undefined));
  await pause(Math.random() * 300);
  await killApp(app);
  await Promise.all(sending);
}
