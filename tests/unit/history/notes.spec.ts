import { expect, it } from 'vitest';
import type { Owner } from '../../../main/auth/owner';
import { createNotes } from '../../../main/history/notes';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { anOwner } from '../../support/main-builders';

const owner = anOwner();
const request = (id: string, note: string): AssistanceRequest => ({ id, note }) as AssistanceRequest;

function setUp() {
  const done: string[] = [];
  const world = { owner: owner as Owner | null, running: ['r-1'], recorded: ['r-1', 'h-1'] };
  const save = createNotes({
    running: {
      async note(id, note): Promise<Outcome<AssistanceRequest>> {
        return world.running.includes(id) ? ok(request(id, `running: ${note}`)) : err({ code: 'input.invalid' });
      },
      masked: (text) => text.replaceAll('secret', '[link removed]'),
      noted: (id) => void done.push(`noted ${id}`),
    },
    history: {
      async annotate(whose, id, note) {
        done.push(`annotate ${id} of ${whose.tenantId}`);
        return world.recorded.includes(id) ? ok(request(id, note)) : err({ code: 'input.invalid' });
      },
    },
    owner: () => world.owner,
    changed: () => void done.push('changed'),
  });
  return { save, done, world };
}

it('a note goes to a running request, even if the history has the request as well', async () => {
  const { save, done } = setUp();
  expect(await save('r-1', 'secret')).toEqual(ok(request('r-1', 'running: secret')));
  expect(done).toEqual([]);
});

it('a note of a request of an earlier run goes to the history, without session links', async () => {
  const { save, done } = setUp();
  expect(await save('h-1', 'see secret')).toEqual(ok(request('h-1', 'see [link removed]')));
  expect(done).toEqual([`annotate h-1 of ${owner.tenantId}`, 'noted h-1', 'changed']);
});

it('a note that is saved nowhere keeps its draft', async () => {
  const { save, done } = setUp();
  expect(await save('x-1', 'n')).toEqual(err({ code: 'input.invalid' }));
  expect(done).toEqual([`annotate x-1 of ${owner.tenantId}`, 'changed']);
});

it('without a signed-in account, no note goes to the history', async () => {
  const { save, done, world } = setUp();
  world.owner = null;
  expect(await save('h-1', 'n')).toEqual(err({ code: 'auth.required' }));
  expect(done).toEqual(['changed']);
});
