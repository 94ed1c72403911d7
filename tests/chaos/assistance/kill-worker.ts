import { openCore, tell } from './core';

/**
 * One run of the app's core: recovers, then asks for one device after the other until it is killed.
 * Arguments: folder, address of the service, number of the run, `work` or `audit`.
 */
const [folder = '', service = '', run = '0', mode = 'work'] = process.argv.slice(2);

/** Minutes pass in milliseconds, and each request jumps over the rate limit. */
const { assistance, faults, jump } = await openCore({
  folder,
  service,
  run: Number(run),
  speed: 200,
  onEvent: ({ kind, request }) => {
    if (kind === 'ready' && mode === 'work') void assistance.open(request.id).then(() => assistance.close(request.id));
  },
});

await assistance.recover();
if (mode === 'audit') {
  // Long enough for every unknown request to be asked about.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assistance.stop();
  await tell({ kind: 'audit', open: assistance.current(), faults });
  process.disconnect();
} else {
  const isLeft = (state: string): boolean => state === 'opened' || state === 'ready';
  const left = assistance.current().filter((request) => isLeft(request.state));
  await Promise.all(left.map((request) => assistance.close(request.id)));
  await tell({ kind: 'ready' });
  for (let nth = 0; ; nth += 1) {
    jump(31_000);
    const card = await assistance.prepare(`d-${run}-${nth}`);
    if (!card.ok) throw new Error(card.error.code);
    const clicks = [1, 2, 3].map(() =>
      assistance.send({ handle: card.value.handle, ticket: '', reason: '', override: false }),
    );
    await Promise.all(clicks);
  }
}
