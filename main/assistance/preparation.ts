import { isBeyondHelp } from '../../shared/assistance-fit';
import { assistanceObstacle } from '../../shared/assistance-obstacle';
import type { ConfirmCard, RequestSubject } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';
import { err, ok } from '../../shared/result';
import { isSetUpAccount } from '../../shared/set-up-account';
import type { Owner } from '../auth/owner';
import { isSameOwner, ownerOf } from '../auth/owner';
import type { Actor } from './api';
import { cardNotes } from './card-notes';
import type { Cards } from './cards';
import { CARD_MS } from './cards';
import { baselineOf, secretHash, unreadBaseline } from './evidence';
import { newestOf } from './last-request';
import type { Ledger } from './ledger';
import { lastAsk } from './limits';
import type { AssistancePorts } from './needs';
import type { AssistanceProvider, FoundThrough, Preflight, SessionFacts } from './provider';
import { isRunning } from './state-machine';

type Ports = Pick<
  AssistancePorts,
  'provider' | 'actor' | 'clock' | 'ids' | 'othersOf' | 'completed' | 'foundThrough'
> & {
  /** Passes what was read for the card to the follower of the device's requests. */
  readonly seen: (facts: SessionFacts) => void;
};

/** Reads a device afresh and makes the confirm card. Sends nothing. */
export class Preparation {
  readonly #ports: Ports;
  readonly #cards: Cards;
  readonly #ledger: Ledger;

  constructor(ports: Ports, cards: Cards, ledger: Ledger) {
    this.#ports = ports;
    this.#cards = cards;
    this.#ledger = ledger;
  }

  async prepare(deviceId: string): Promise<Outcome<ConfirmCard>> {
    const actor = this.#ports.actor();
    if (actor === null) return err({ code: 'auth.required' });
    const obstacle = assistanceObstacle(actor.tenant);
    if (obstacle !== null) return err({ code: obstacle });
    const provider = this.#ports.provider();
    if (provider === null) return err({ code: 'auth.required' });
    const through = this.#ports.foundThrough?.(deviceId) ?? null;
    const read = await provider.preflight(
      deviceId,
      async (device) => (await this.#ports.completed?.(device)) ?? device,
    );
    if (!read.ok) return read;
    const others = await this.#othersOf(read.value.device);
    const now = this.#ports.actor();
    if (now === null || !isSameOwner(ownerOf(actor), ownerOf(now)))
      return err({ code: 'auth.required' } satisfies Failure);
    if (read.value.facts !== null) this.#ports.seen(read.value.facts);
    return ok(this.#card(actor, provider, { ...read.value, through, others }));
  }

  #card(actor: Actor, provider: AssistanceProvider, { device, facts, twins, through, others }: Around): ConfirmCard {
    const now = this.#ports.clock.now();
    const owner = ownerOf(actor);
    const lastAskAt = lastAsk(device.id, this.#ledger.asks(), now);
    const last = newestOf(device.id, owner, this.#ledger.all(), now);
    const running = this.#ledger
      .all()
      .some(
        (entry) =>
          isRunning(entry.request) && entry.request.subject.deviceId === device.id && isSameOwner(entry.owner, owner),
      );
    const shown: ConfirmCard = {
      handle: this.#ports.ids.handle(),
      device,
      subject: subjectOf(actor, device, provider.id),
      notes: cardNotes({
        device,
        facts,
        hasFacts: provider.watch !== null,
        twins,
        isRunning: running,
        isOwnSession: this.#isOwnSession(owner, device.id, facts),
        lastAskAt,
        lastState: last?.askedAt === lastAskAt ? last.request.state : null,
        now,
      }),
      needsOverride: lastAskAt !== null,
      last: last === null ? null : { ticket: last.request.ticket, reason: last.request.reason },
      others,
      expiresAt: new Date(now + CARD_MS).toISOString(),
    };
    const before = facts === null ? unreadBaseline(now) : baselineOf(facts, now);
    this.#cards.put({ shown, owner, before, through, expiresAt: now + CARD_MS });
    return shown;
  }

  /** The existing link belongs to a request of the same owner. */
  #isOwnSession(owner: Owner, deviceId: string, facts: SessionFacts | null): boolean {
    const hash = facts === null ? null : secretHash(facts.sessionUrl);
    return (
      hash !== null &&
      this.#ledger
        .all()
        .some(
          (entry) =>
            entry.linkHash === hash && entry.request.subject.deviceId === deviceId && isSameOwner(entry.owner, owner),
        )
    );
  }

  /** Only for a device that cannot be helped itself. Uses local data only, without a call to the provider. */
  async #othersOf(device: ManagedDevice): Promise<readonly ManagedDevice[]> {
    if (device.userId === '' || isSetUpAccount(device.upn) || !isBeyondHelp(device)) return [];
    const known = await this.#ports.othersOf?.(device.userId);
    return (known ?? []).filter((other) => other.id !== device.id && !isBeyondHelp(other)).slice(0, MOST_OTHERS);
  }
}

const MOST_OTHERS = 3;

interface Around extends Preflight {
  readonly through: FoundThrough | null;
  readonly others: readonly ManagedDevice[];
}

const subjectOf = (actor: Actor, device: ManagedDevice, provider: AssistanceProvider['id']): RequestSubject => ({
  deviceId: device.id,
  deviceName: device.name,
  serial: device.serial,
  userName: device.userName,
  upn: device.upn,
  tenantId: actor.tenant.tenantId,
  tenantName: actor.tenant.name,
  account: actor.account.upn,
  provider,
});
