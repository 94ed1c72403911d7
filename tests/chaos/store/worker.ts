import { lineOf, openStores, owner, request } from './stores';

/**
 * Runs in a process of its own, which the test kills or starves. Writes on and on from number `first` and says
 * after each write what the store answered: `<kind> <n> <ok | code>`.
 */
const [folder = '', first = '0', count = '1000000'] = process.argv.slice(2);
const { settings, history, journal } = openStores(folder);
const say = (kind: string, n: number, answer: { ok: boolean; error?: { code: string } }): void => {
  process.stdout.write(`${kind} ${n} ${answer.ok ? 'ok' : (answer.error?.code ?? '')}\n`);
};

for (let n = Number(first); n < Number(first) + Number(count); n += 1) {
  say('journal', n, await journal.append(lineOf(n)));
  say('history', n, await history.save(request(n), owner));
  say('settings', n, await settings.change({ retentionDays: n % 3651 }));
}
