import type { ElectronApplication, Page } from '@playwright/test';
import { landmarks } from '../../../practice';
import { contract } from '../../../shared/contract';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import type { Session } from '../../../shared/contract/session';
import { messagesFor } from '../../../shared/i18n';
import { expect, test } from '../../e2e/fixtures';
import { killApp, quickWindow } from '../../support/app-runner';
import { callMain } from '../../support/page-bridge';
import { filesIn } from '../../support/profile-folder';
import type { SpyNetwork } from '../../support/spy-network';
import { startSpyNetwork } from '../../support/spy-network';
import { isOpen, systemDialog } from '../../support/system-dialog';
import { count } from '../counts';
import { counted } from '../rows';
import { callShapes } from './call-shapes';
import { copyFolder, removeFolder } from './folders';
import type { Orders, Tally } from './hostile-sequences';
import { attackBridge } from './hostile-sequences';

const sequences = count(60, 5_000);
/** Sequences in one go, half of them in each window. */
const perRound = 50;
const seed = Number(process.env['DESKSIDE_SEED'] ?? Date.now() % 1_000_000_000);
const shapes = callShapes(contract);
const { dialog } = messagesFor('en');
const titles = [
  dialog.profile.title(),
  dialog.profile.replaceTitle(),
  dialog.profile.removeTitle(),
  dialog.clear.title(),
  dialog.shorten.title(),
];

interface Stage {
  readonly app: ElectronApplication;
  readonly main: Page;
  readonly quick: Page;
  readonly folder: string;
}

/** What must not have happened, whatever the page did. */
interface Verdict {
  readonly reached: readonly string[];
  readonly gone: readonly string[];
  readonly sent: readonly string[];
  readonly opened: readonly string[];
}

const isInnocent = ({ reached, gone, sent, opened }: Verdict): boolean =>
  reached.length + gone.length + sent.length + opened.length === 0;

async function sessionOf(window: Page): Promise<string> {
  const session = await callMain<Session>(window, 'session', 'current');
  return session.ok ? `${session.value.state} ${session.value.tenant.profileId}` : session.error.code;
}

async function confirmed(
  window: Page,
  deviceId: string,
  approving?: (action: () => Promise<void>) => Promise<URL>,
): Promise<string> {
  const card = await callMain<ConfirmCard>(window, 'requests', 'prepare', { deviceId });
  if (!card.ok) throw new Error(card.error.code);
  const input = { handle: card.value.handle, ticket: 'INC-1', reason: '', override: true };
  let request: AssistanceRequest | null = null;
  const send = async (): Promise<void> => {
    const sent = await callMain<AssistanceRequest>(window, 'requests', 'send', input);
    if (!sent.ok) throw new Error(sent.error.code);
    request = sent.value;
  };
  if (approving === undefined) await send();
  else {
    let sending: Promise<void> = Promise.resolve();
    await approving(async () => {
      sending = send();
    });
    await sending;
  }
  if (request === null) throw new Error('not sent');
  return (request as AssistanceRequest).id;
}

/** Profiles that would send a page's data out, or replace the real tenant by another one. */
const profilesFor = (real: object, spy: SpyNetwork): readonly string[] => {
  const made = { name: 'Contoso', tenantId: '%S.stolen.example', clientId: '00000000-0000-4000-8000-000000000002' };
  const clouds = [
    { authority: 'https://login.stolen.example', graph: 'https://graph.stolen.example' },
    { authority: spy.origin, graph: spy.origin },
  ];
  return [
    ...clouds.flatMap((cloud) => [
      { ...made, cloud },
      { ...real, cloud },
      { ...real, sessionHosts: ['stolen.example'], cloud },
    ]),
    { ...made, cloud: 'global' },
    { ...made, tenantId: 'stolen.example', cloud: 'china' },
    { ...real, retentionDays: 0 },
    { ...real, name: 'Practice tenant' },
    real,
  ].map((profile) => JSON.stringify(profile));
};

/** Half of the sequences in each window at the same time. */
async function round(
  stage: Stage,
  orders: Omit<Orders, 'calls' | 'sequences'>,
  wanted: number,
): Promise<readonly Tally[]> {
  return Promise.all(
    (
      [
        ['main', stage.main, wanted - Math.floor(wanted / 2)],
        ['quick', stage.quick, Math.floor(wanted / 2)],
      ] as const
    ).map(([kind, window, half], at) =>
      window.evaluate(attackBridge, {
        ...orders,
        seed: orders.seed + at,
        sequences: half,
        calls: shapes.filter(({ windows }) => windows.includes(kind)),
      }),
    ),
  );
}

/** A technician who declines what they did not ask for. */
async function declineEverything(): Promise<void> {
  for (const title of titles)
    if (await isOpen(title)) await (await systemDialog(title)).escape().catch(() => undefined);
}

test.describe('a hostile page', () => {
  for (const saysYes of [false, true]) {
    const name = saysYes
      ? 'hostile page: an app whose dialogs say yes by themselves is caught'
      : `hostile page: ${String(sequences)} sequences of calls in both windows`;
    test(name, async ({ presetTenant, start, signIn, approving, tenant, folder, systemBrowser }) => {
      test.setTimeout(240_000 + sequences * 400);
      await counted(name, async (row) => {
        const spy = await startSpyNetwork();
        const folders: string[] = [];
        try {
          await presetTenant();
          const first = await start();
          await signIn(first.window);
          await expect.poll(() => sessionOf(first.window), { timeout: 20_000 }).toBe('signed-in contoso');
          tenant.control.setStory(landmarks.ready.id, { kind: 'ready', afterMs: 200 });
          const records = [await confirmed(first.window, landmarks.never.id, approving)];
          await expect
            .poll(
              async () => (
                records.push(await confirmed(first.window, landmarks.ready.id).catch(() => '')),
                records.at(-1)
              ),
              { intervals: [3_200], timeout: 30_000 },
            )
            .not.toBe('');
          const kept = records.filter((id) => id !== '');
          await expect
            .poll(async () => JSON.stringify(await callMain(first.window, 'requests', 'current')), { timeout: 20_000 })
            .toContain('"ready"');
          // A quit asks about what is in flight; the plug does not, and everything acknowledged is on the disk.
          await killApp(first.app);

          const open = async (): Promise<Stage> => {
            const own = await copyFolder(folder.path);
            folders.push(own);
            const { app, window } = await start({ folder: own, args: [spy.switch] });
            await app.evaluate(({ dialog: boxes }, yes) => {
              const nothing = {
                showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
                showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
              };
              Object.assign(
                boxes,
                nothing,
                yes ? { showMessageBox: () => Promise.resolve({ response: 1, checkboxChecked: false }) } : {},
              );
            }, saysYes);
            await expect.poll(() => sessionOf(window), { timeout: 30_000 }).toBe('signed-in contoso');
            tenant.control.clearRequests();
            return { app, main: window, quick: await quickWindow(app), folder: own };
          };
          const before = (await systemBrowser.opened()).length;
          const judge = async (stage: Stage): Promise<Verdict> => {
            const files = [...(await filesIn(stage.folder))]
              .filter(([path]) => /^(history\/|journal)/.test(path))
              .map(([, text]) => text)
              .join('\n');
            const opened = (await systemBrowser.opened())
              .slice(before)
              .filter(
                (address) => !address.startsWith(tenant.origin) && !address.startsWith('https://get.teamviewer.com/'),
              );
            const sent = tenant.control.requests
              .filter(({ path }) => path.includes('requestRemoteAssistance'))
              .map(({ path }) => path);
            return { reached: spy.reached, gone: kept.filter((id) => !files.includes(id)), sent, opened };
          };

          const byCall: Record<string, number> = {};
          const totals = { sequences: 0, calls: 0, accepted: 0, starts: 0 };
          let stage: Stage | null = null;
          let verdict: Verdict = { reached: [], gone: [], sent: [], opened: [] };
          const seen = {
            deviceId: [landmarks.never.id, landmarks.slow.id, landmarks.ready.id],
            requestId: kept,
            profileId: ['contoso', 'practice'],
            text: [landmarks.never.name],
          };
          console.info(`hostile page: DESKSIDE_SEED=${String(seed)}`);
          const wanted = saysYes ? Math.min(sequences, 600) : sequences;
          for (let at = 0; totals.sequences < wanted && isInnocent(verdict); at += 1) {
            if (stage === null) totals.starts += 1;
            stage ??= await open();
            const size = Math.min(perRound, wanted - totals.sequences);
            const done = await round(
              stage,
              { seed: seed + at * 2, profiles: profilesFor(tenant.profile, spy), seen },
              size,
            );
            for (const tally of done) {
              totals.sequences += tally.sequences;
              totals.calls += tally.calls;
              totals.accepted += tally.accepted;
              for (const [call, times] of Object.entries(tally.byCall)) byCall[call] = (byCall[call] ?? 0) + times;
            }
            // Every other time the boxes are left on the screen.
            if (at % 2 === 0 && !saysYes) await declineEverything();
            verdict = await judge(stage);
            if (!saysYes) {
              row.ran(size);
              row.lost(verdict.gone.length);
            }
            if ((await sessionOf(stage.main)) !== 'signed-in contoso' || at % 10 === 9) {
              await killApp(stage.app);
              stage = null;
            }
          }
          console.info(
            `hostile page: ${JSON.stringify(totals)}, ${String(Object.keys(byCall).length)} of ${String(shapes.length)} calls, ${JSON.stringify(verdict)}`,
          );
          if (saysYes) {
            expect(isInnocent(verdict), 'the suite would not notice an app that does not ask').toBe(false);
            row.ran(totals.sequences);
          } else {
            expect(verdict, `again with DESKSIDE_SEED=${String(seed)}`).toEqual({
              reached: [],
              gone: [],
              sent: [],
              opened: [],
            });
            expect(totals.calls).toBeGreaterThanOrEqual(10 * sequences);
          }
          if (stage !== null) await killApp(stage.app);
        } finally {
          await spy.stop();
          for (const path of folders) await removeFolder(path);
        }
      });
    });
  }
});
