import { describe, expect, it, vi } from 'vitest';
import { RequestCard } from '../../../renderer/features/requests/request-card.svelte';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aCard, aRequest } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import type { Deferred } from '../../support/promises';
import { deferred, settle } from '../../support/promises';

function setUp(more: Partial<ConfirmCard> = {}) {
  const clock = new ManualClock();
  let made = 0;
  const prepare = vi.fn(async (): Promise<Outcome<ConfirmCard>> => ok(aCard({ handle: `h${++made}`, ...more })));
  const discard = vi.fn(async (): Promise<Outcome<null>> => ok(null));
  const answers: Deferred<Outcome<AssistanceRequest>>[] = [];
  const send = vi.fn(() => {
    const answer = deferred<Outcome<AssistanceRequest>>();
    answers.push(answer);
    return answer.promise;
  });
  const onSent = vi.fn();
  return {
    clock,
    card: new RequestCard({ prepare, discard, send }, onSent, clock),
    prepare,
    discard,
    send,
    onSent,
    answers,
  };
}

describe('RequestCard', () => {
  it('sends nothing when it opens', async () => {
    const { card, send } = setUp();
    await card.open('d1');
    expect(card.phase).toBe('ready');
    expect(send).not.toHaveBeenCalled();
  });

  it('sends once however often Enter is pressed', async () => {
    const { card, send, answers, onSent } = setUp();
    await card.open('d1');
    card.ticket = 'INC-1';
    card.reason = 'Outlook';
    for (let press = 0; press < 1000; press += 1) card.press();
    answers[0]!.resolve(ok(aRequest()));
    await settle();
    card.press();
    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith({ handle: 'h1', ticket: 'INC-1', reason: 'Outlook', override: false });
    expect(onSent).toHaveBeenCalledTimes(1);
    expect(card.phase).toBe('closed');
  });

  it('is spent after a refusal, keeps what was typed, and sends again only under a new handle', async () => {
    const { card, send, answers } = setUp();
    await card.open('d1');
    card.ticket = 'INC-1';
    card.press();
    answers[0]!.resolve(err({ code: 'request.card-expired', isCardKept: false }));
    await settle();
    expect(card.phase).toBe('spent');
    card.press();
    expect(send).toHaveBeenCalledTimes(1);
    await card.open('d1');
    expect(card.ticket).toBe('INC-1');
    card.press();
    expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ handle: 'h2' }));
  });

  it('may be sent again with the same handle after a refusal that did not use it up', async () => {
    const { card, send, answers } = setUp();
    await card.open('d1');
    card.press();
    answers[0]!.resolve(err({ code: 'request.too-fast', retryAfter: 3, isCardKept: true }));
    await settle();
    expect(card.failure).toMatchObject({ code: 'request.too-fast', retryAfter: 3 });
    card.press();
    card.press();
    expect(send).toHaveBeenCalledTimes(2);
  });

  it.each([true, false, undefined])(
    'follows main on whether the card is kept (%s), whatever the reason',
    async (kept) => {
      for (const code of [
        'request.too-fast',
        'request.repeated',
        'network.offline',
        'auth.refused',
        'internal',
      ] as const) {
        const { card, answers } = setUp();
        await card.open('d1');
        card.press();
        answers[0]!.resolve(err({ code, ...(kept !== undefined && { isCardKept: kept }) }));
        await settle();
        expect(card.phase).toBe(kept === true ? 'ready' : 'spent');
      }
    },
  );

  it('needs a second press after a request minutes ago, within three seconds', async () => {
    const { card, send, clock } = setUp({ needsOverride: true });
    await card.open('d1');
    card.press();
    expect(card.again).toBe(true);
    clock.pass(3_000);
    expect(card.again).toBe(false);
    card.press();
    expect(send).not.toHaveBeenCalled();
    clock.pass(2_999);
    card.press();
    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ override: true }));
  });

  it('does not apply answers given for one card to the next one', async () => {
    const { card, send } = setUp({ needsOverride: true, notes: [{ code: 'unsupported-platform', grade: 'blocks' }] });
    await card.open('d1');
    card.insist();
    card.press();
    await card.open('d2');
    expect([card.again, card.anyway, card.blocked]).toEqual([false, false, true]);
    card.press();
    expect(send).not.toHaveBeenCalled();
  });

  it('needs a second press after another window has sent a request', async () => {
    const { card, send, answers } = setUp();
    await card.open('d1');
    card.press();
    answers[0]!.resolve(err({ code: 'request.repeated', isCardKept: true }));
    await settle();
    card.press();
    expect(send).toHaveBeenCalledTimes(1);
    card.press();
    expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ handle: 'h1', override: true }));
  });

  it('sends nothing while a note blocks until the technician dismisses it, and tells main so', async () => {
    const { card, send } = setUp({ notes: [{ code: 'unsupported-enrollment', grade: 'blocks' }] });
    await card.open('d1');
    for (let press = 0; press < 100; press += 1) card.press();
    expect([card.blocked, card.canSend]).toEqual([true, false]);
    expect(send).not.toHaveBeenCalled();
    card.insist();
    expect(send).not.toHaveBeenCalled();
    card.press();
    expect(send).toHaveBeenCalledWith({ handle: 'h1', ticket: '', reason: '', override: false, anyway: true });
  });

  it('fills in the texts of the last request for the device, unless something was typed', async () => {
    const { card } = setUp({ last: { ticket: 'INC-7', reason: 'Printer' } });
    void card.open('d1');
    card.reason = 'Screen';
    await settle();
    expect([card.ticket, card.reason]).toEqual(['INC-7', 'Screen']);
  });

  describe('a ticket proposed for one device', () => {
    it('is not on the card of another device, however that is opened', async () => {
      const ways: readonly ((card: RequestCard) => void | Promise<void>)[] = [
        () => undefined,
        (card) => card.cancel(),
        (card) => void (card.ticket = ''),
        (card) => card.open('d1'),
        (card) => card.open('d3', 'INC-OF-D3'),
      ];
      for (const way of ways) {
        const { card, send } = setUp();
        await card.open('d1', 'INC-OF-D1');
        expect([card.ticket, card.isOffered]).toEqual(['INC-OF-D1', true]);
        await way(card);
        await card.open('d2');
        expect([card.ticket, card.reason, card.offered, card.isOffered]).toEqual(['', '', '', false]);
        card.press();
        expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ ticket: '' }));
      }
    });

    it('is not there after it was sent, nor while its card is still being prepared', async () => {
      const sent = setUp();
      await sent.card.open('d1', 'INC-OF-D1');
      sent.card.press();
      sent.answers[0]!.resolve(ok(aRequest()));
      await settle();
      await sent.card.open('d2');
      expect(sent.card.ticket).toBe('');

      const early = setUp();
      const slow = deferred<Outcome<ConfirmCard>>();
      early.prepare.mockReturnValueOnce(slow.promise);
      const first = early.card.open('d1', 'INC-OF-D1');
      await early.card.open('d2');
      slow.resolve(ok(aCard({ handle: 'late', last: { ticket: 'INC-LAST-OF-D1', reason: 'old' } })));
      await first;
      expect([early.card.deviceId, early.card.ticket, early.card.reason]).toEqual(['d2', '', '']);
      expect(early.discard).toHaveBeenCalledWith({ handle: 'late' });
    });
  });

  it('changes its summary with every change of its texts', async () => {
    const { card, clock } = setUp({ needsOverride: true });
    const said = new Set<string>();
    const note = () => said.add(card.says);
    note();
    const opening = card.open('d1');
    note();
    await opening;
    note();
    card.press();
    note();
    clock.pass(3_000);
    expect(said.has(card.says)).toBe(true);
    card.press();
    card.press();
    note();
    expect(said.size).toBe(5);
  });

  it('cannot be cancelled while it is being sent', async () => {
    const { card, discard } = setUp();
    await card.open('d1');
    card.press();
    card.cancel();
    expect(card.phase).toBe('sending');
    expect(discard).not.toHaveBeenCalled();
  });

  it('discards the handle when it is cancelled, and drops the typed text', async () => {
    const { card, discard } = setUp();
    await card.open('d1');
    card.reason = 'x';
    card.cancel();
    expect(discard).toHaveBeenCalledWith({ handle: 'h1' });
    expect(card.reason).toBe('');
    expect(card.isFor('d1')).toBe(false);
  });

  it('drops the card of a device that was left in the meantime', async () => {
    const { card, prepare, discard } = setUp();
    const slow = deferred<Outcome<ConfirmCard>>();
    prepare.mockReturnValueOnce(slow.promise);
    void card.open('d1');
    await card.open('d2');
    slow.resolve(ok(aCard({ handle: 'late' })));
    await settle();
    expect(card.deviceId).toBe('d2');
    expect(card.card?.handle).toBe('h1');
    expect(discard).toHaveBeenCalledWith({ handle: 'late' });
  });

  it('shows why it could not be prepared and offers nothing to send', async () => {
    const { card, prepare, send } = setUp();
    prepare.mockResolvedValueOnce(err({ code: 'graph.not-found' }));
    await card.open('d1');
    card.press();
    expect(card.failure).toEqual({ code: 'graph.not-found' });
    expect(send).not.toHaveBeenCalled();
  });
});
