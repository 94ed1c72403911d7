import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';
import { secretHash } from './evidence';
import type { Ledger } from './ledger';
import { stamp } from './ledger';
import { checkSessionLink } from './link-policy';
import type { AssistancePorts } from './needs';
import type { Entry } from './replay';

type Ports = Pick<AssistancePorts, 'provider' | 'actor' | 'clock' | 'opener'>;

/** Opens the session of a request. The link is read for this call and not stored. */
export class Opening {
  readonly #ports: Ports;
  readonly #ledger: Ledger;
  readonly #isMine: (entry: Entry) => boolean;
  readonly #running = new Map<string, Promise<Outcome<AssistanceRequest>>>();

  constructor(ports: Ports, ledger: Ledger, isMine: (entry: Entry) => boolean) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#isMine = isMine;
  }

  /** A second call for the same request joins the first: one click, one session window. */
  open(id: string): Promise<Outcome<AssistanceRequest>> {
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    const opening = this.#open(id).finally(() => this.#running.delete(id));
    this.#running.set(id, opening);
    return opening;
  }

  async #open(id: string): Promise<Outcome<AssistanceRequest>> {
    const entry = this.#openable(id);
    const provider = this.#ports.provider();
    if (entry === null || provider === null) return err({ code: 'request.not-ready' });
    const { subject } = entry.request;
    if (provider.id !== subject.provider) return err({ code: 'request.not-ready' });
    const found = await provider.link(subject.deviceId);
    if (!found.ok) return found;
    const actor = this.#ports.actor();
    if (actor === null || this.#openable(id) === null) return err({ code: 'request.not-ready' });
    const hash = secretHash(found.value);
    if (hash === null) return this.#gone(id);
    if (hash === entry.before.linkHash && hash !== entry.linkHash) return err({ code: 'request.not-ready' });
    const link = checkSessionLink(found.value, actor.sessionHosts);
    if (!link.ok) return link;
    const opened = await this.#ports.opener.open(link.value);
    return opened.ok ? this.#opened(id, link.value.hostname, hash) : opened;
  }

  #openable(id: string): Entry | null {
    const entry = this.#ledger.get(id);
    if (entry === undefined || !this.#isMine(entry)) return null;
    return entry.request.state === 'ready' || entry.request.state === 'opened' ? entry : null;
  }

  /** The provider no longer has a link: the session is over. */
  #gone(id: string): Outcome<AssistanceRequest> {
    const isOpened = this.#ledger.get(id)?.request.state === 'opened';
    this.#ledger.apply(id, { kind: 'step', state: isOpened ? 'closed' : 'expired', at: stamp(this.#ports.clock) });
    return err({ code: 'request.not-ready' });
  }

  async #opened(id: string, linkHost: string, linkHash: string): Promise<Outcome<AssistanceRequest>> {
    const at = stamp(this.#ports.clock);
    const change = this.#ledger.apply(id, { kind: 'step', state: 'opened', at, linkHost }, { linkHash });
    await change?.recorded;
    const entry = this.#ledger.get(id);
    return entry === undefined ? err({ code: 'request.not-ready' }) : ok(entry.request);
  }
}
