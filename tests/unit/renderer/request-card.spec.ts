import { describe, expect, it, vi } from 'vitest';
import { RequestCard } from '../../../renderer/features/requests/request-card.svelte';
import type { AssistanceRequest, ConfirmCard } from '../../../shared/contract/requests';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { aRequest } from '../../support/requests';
import type { Deferred } from './fake-clock';
import { deferred, settle } from './fake-clock';

const aCard = (handle: string, needsOverride = false): ConfirmCard =>
  ({ handle, device: {}, subject: aRequest().subject, notes: [], needsOverride, expiresAt: '2026-11-23T10:05:00Z' }) as unknown as ConfirmCard;

function setUp(options: { needsOverride?: boolean } = {}) {
  let made = 0;
  const prepare = vi.fn(async (): Promise<Outcome<ConfirmCard>> => ok(aCard(`h${++made}`, options.needsOverride)));
  const discard = vi.fn(async (): Promise<Outcome<null>> => ok(null));
  const answers: Deferred<Outcome<AssistanceRequest>>[] = [];
  const send = vi.fn(() => {
    const answer = deferred<Outcome<AssistanceRequest>>();
    answers.push(answer);
    return answer.promise;
  });
  const onSent = vi.fn();
  return { card: new RequestCard({ prepare, discard, send }, onSent), prepare, discard, send, onSent, answers };
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
    for (let press = 0; press < 1000; press += 1) void card.send();
    answers[0]!.resolve(ok(aRequest()));
    await settle();
    await card.send();
    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith({ handle: 'h1', ticket: 'INC-1', reason: 'Outlook', override: false });
    expect(onSent).toHaveBeenCalledTimes(1);
    expect(card.phase).toBe('closed');
  });

  it('is spent after a refusal, keeps what was typed, and sends again only under a new handle', async () => {
    const { card, send, answers } = setUp();
    await card.open('d1');
    card.ticket = 'INC-1';
    void card.send();
    answers[0]!.resolve(err({ code: 'request.card-expired' }));
    await settle();
    expect(card.phase).toBe('spent');
    await card.send();
    expect(send).toHaveBeenCalledTimes(1);
    await card.open('d1');
    expect(card.ticket).toBe('INC-1');
    void card.send();
    expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ handle: 'h2' }));
  });

  it('may be sent again under the same handle after a refusal that used nothing up', async () => {
    const { card, send, answers } = setUp();
    await card.open('d1');
    void card.send();
    answers[0]!.resolve(err({ code: 'request.too-fast', retryAfter: 3 }));
    await settle();
    expect(card.failure).toEqual({ code: 'request.too-fast', retryAfter: 3 });
    void card.send();
    void card.send();
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('waits for the tick when the device was asked minutes ago', async () => {
    const { card, send } = setUp({ needsOverride: true });
    await card.open('d1');
    await card.send();
    expect(send).not.toHaveBeenCalled();
    card.override = true;
    void card.send();
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ override: true }));
  });

  it('cannot be cancelled once it is on the wire', async () => {
    const { card, discard } = setUp();
    await card.open('d1');
    void card.send();
    card.cancel();
    expect(card.phase).toBe('sending');
    expect(discard).not.toHaveBeenCalled();
  });

  it('gives the handle back when it is cancelled, and forgets what was typed', async () => {
    const { card, discard } = setUp();
    await card.open('d1');
    card.reason = 'x';
    card.cancel();
    expect(discard).toHaveBeenCalledWith({ handle: 'h1' });
    expect(card.reason).toBe('');
    expect(card.isFor('d1')).toBe(false);
  });

  it('drops the card of a device that was left meanwhile', async () => {
    const { card, prepare, discard } = setUp();
    const slow = deferred<Outcome<ConfirmCard>>();
    prepare.mockReturnValueOnce(slow.promise);
    void card.open('d1');
    await card.open('d2');
    slow.resolve(ok(aCard('late')));
    await settle();
    expect(card.deviceId).toBe('d2');
    expect(card.card?.handle).toBe('h1');
    expect(discard).toHaveBeenCalledWith({ handle: 'late' });
  });

  it('says why it could not be made and offers nothing to send', async () => {
    const { card, prepare, send } = setUp();
    prepare.mockResolvedValueOnce(err({ code: 'graph.not-found' }));
    await card.open('d1');
    await card.send();
    expect(card.failure).toEqual({ code: 'graph.not-found' });
    expect(send).not.toHaveBeenCalled();
  });
});
