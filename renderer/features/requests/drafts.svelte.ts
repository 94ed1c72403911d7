import type { Clock } from '../../../shared/clock';
import type { Draft, DraftText } from '../../../shared/contract/drafts';
import type { Messages } from '../../../shared/i18n/index';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';
import type { RequestCard } from './request-card.svelte';

type Port = AppBridge['drafts'];

/** Pause in typing after which a draft is stored, in milliseconds. */
const PAUSE_MS = 300;

const keyOf = (text: DraftText): string => (text.kind === 'request' ? `r ${text.deviceId}` : `n ${text.requestId}`);

/** The drafts: what the technician typed and has not sent or saved, as main stores it. */
export class Drafts {
  all = $state.raw<readonly Draft[]>([]);

  readonly #port: Port;
  readonly #clock: Clock;
  readonly #onNew: (draft: Draft) => void;
  readonly #typing = new Map<string, () => void>();
  #isStarted = false;

  constructor(port: Port, clock: Clock, onNew: (draft: Draft) => void) {
    this.#port = port;
    this.#clock = clock;
    this.#onNew = onNew;
  }

  start(): () => void {
    return follow({
      changed: this.#port.changed,
      current: () => this.#port.list(),
      set: (all) => {
        const known = new Set(this.all.map(({ id, at }) => `${id} ${at}`));
        this.all = all;
        if (this.#isStarted)
          for (const draft of all)
            if (draft.why !== 'typed' && !known.has(`${draft.id} ${draft.at}`)) this.#onNew(draft);
        this.#isStarted = true;
      },
    });
  }

  requestOf(deviceId: string): Extract<Draft, { kind: 'request' }> | null {
    return (
      this.all.filter((draft) => draft.kind === 'request').find((draft) => draft.subject.deviceId === deviceId) ?? null
    );
  }

  noteOf(requestId: string): string | null {
    return (
      this.all.filter((draft) => draft.kind === 'note').find((draft) => draft.requestId === requestId)?.note ?? null
    );
  }

  /** Stores the value of a field once typing pauses. A value that is stored already is not sent again. */
  type(text: DraftText): void {
    this.leave(text);
    if (this.#isKept(text)) return;
    const run = (): void => {
      this.#typing.delete(keyOf(text));
      void this.#port.save(text);
    };
    this.#typing.set(keyOf(text), this.#clock.after(PAUSE_MS, run));
  }

  /** It was sent or saved: its draft is dropped. */
  leave(text: DraftText): void {
    this.#typing.get(keyOf(text))?.();
    this.#typing.delete(keyOf(text));
  }

  discard(draftId: string): void {
    void this.#port.discard({ draftId });
  }

  #isKept(text: DraftText): boolean {
    if (text.kind === 'note') return (this.noteOf(text.requestId) ?? '') === text.note;
    const kept = this.requestOf(text.deviceId);
    return (kept?.ticket ?? '') === text.ticket && (kept?.reason ?? '') === text.reason;
  }
}

/** Follows a card: what is typed into it is stored as a draft until it is sent. */
export function keepCard(card: RequestCard, drafts: Drafts): void {
  const { deviceId, phase, ticket, reason } = card;
  if (deviceId === null || card.card === null) return;
  const text = { kind: 'request', deviceId, ticket, reason } as const;
  const { last } = card.card;
  // Values that the card filled in are not drafts.
  const filledIn = card.offered === '' ? (last?.ticket ?? '') : card.offered;
  const isUntouched = ticket === filledIn && reason === (last?.reason ?? '') && drafts.requestOf(deviceId) === null;
  if (phase === 'sending' || isUntouched) drafts.leave(text);
  else drafts.type(text);
}

/** What a screen reader announces when something was not sent. */
export const draftNews = (m: Messages, draft: Draft): string =>
  m.draft.announce({ device: draft.subject.deviceName, why: draftWhy(m, draft) });

/** Why it is a draft, in a few words. */
export function draftWhy(m: Messages, draft: Draft): string {
  if (draft.kind === 'note') return m.draft.note();
  return draft.why === 'not-sent' ? m.draft.why.notSent() : m.draft.why[draft.why]();
}
