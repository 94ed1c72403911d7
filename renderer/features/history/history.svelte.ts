import type { Clock } from '../../../shared/clock';
import type { HistoryExport } from '../../../shared/contract/history';
import type { AssistanceRequest, KnownState } from '../../../shared/contract/requests';
import type { Failure, Outcome } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { ExportRun } from '../../words/export-run.svelte';

const PAGE = 100;
const DEBOUNCE_MS = 150;

/** The recorded requests that match the filters, newest first, page by page. */
export class History {
  text = $state('');
  states = $state.raw<readonly KnownState[]>([]);
  /** Calendar days `YYYY-MM-DD`; empty means no limit. */
  from = $state('');
  to = $state('');
  /** Only requests for this device; null: for every one. */
  device = $state.raw<{ readonly id: string; readonly name: string } | null>(null);
  entries = $state.raw<readonly AssistanceRequest[]>([]);
  total = $state(0);
  loaded = $state(false);
  busy = $state(false);
  /** Main is asking the technician whether to clear. */
  clearing = $state(false);
  failure = $state.raw<Failure | null>(null);
  selectedId = $state<string | null>(null);

  readonly filtered = $derived(
    this.text.trim() !== '' || this.states.length > 0 || this.from !== '' || this.to !== '' || this.device !== null,
  );
  readonly hasMore = $derived(this.entries.length < this.total);
  readonly selected = $derived(this.entries.find((entry) => entry.id === this.selectedId) ?? null);

  readonly exports: ExportRun<HistoryExport>;

  #latest = 0;
  #stopWaiting: () => void = () => undefined;
  readonly #port: Omit<AppBridge['history'], 'usual'>;
  readonly #clock: Clock;

  /** `saved` is called with the name of an exported file and the number of requests in it. */
  constructor(
    port: Omit<AppBridge['history'], 'usual'>,
    clock: Clock,
    saved: (file: string, count: number) => void = () => undefined,
  ) {
    this.#port = port;
    this.exports = new ExportRun(port, saved);
    this.#clock = clock;
  }

  start(): () => void {
    const stops = [
      this.exports.start(),
      this.#port.changed(() => {
        if (this.loaded) void this.load();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  type(text: string): void {
    this.text = text;
    this.#stopWaiting();
    this.#stopWaiting = this.#clock.after(DEBOUNCE_MS, () => void this.load());
  }

  toggle(state: KnownState): Promise<void> {
    this.states = this.states.includes(state) ? this.states.filter((one) => one !== state) : [...this.states, state];
    return this.load();
  }

  between(from: string, to: string): Promise<void> {
    this.from = from;
    this.to = to;
    return this.load();
  }

  /** Every request for one device, whatever else was filtered before. `selectedId`: the one that is shown. */
  only(device: { readonly id: string; readonly name: string }, selectedId: string | null): Promise<void> {
    this.#clear();
    this.device = device;
    this.selectedId = selectedId;
    return this.load();
  }

  everyDevice(): Promise<void> {
    this.device = null;
    return this.load();
  }

  clearFilters(): Promise<void> {
    this.#clear();
    return this.load();
  }

  #clear(): void {
    this.device = null;
    this.text = '';
    this.states = [];
    this.from = '';
    this.to = '';
  }

  /** Reads as many entries as are shown, at least one page. */
  load(): Promise<void> {
    return this.#read(0, Math.min(500, Math.max(PAGE, this.entries.length)));
  }

  more(): Promise<void> {
    return this.#read(this.entries.length, PAGE);
  }

  /** Exports the entries that match the filters. */
  export(): Promise<void> {
    return this.exports.save(this.filters());
  }

  /** Main asks the technician first. Returns true only when the history was cleared. */
  async clear(): Promise<boolean> {
    if (this.clearing) return false;
    this.clearing = true;
    const answer = await this.#guard(() => this.#port.clear());
    this.clearing = false;
    // Reading again would hide why it was not cleared.
    if (answer !== null) await this.load();
    return answer?.cleared === true;
  }

  /** The query for the entries that are shown. */
  filters(): { text: string; states: KnownState[]; from: string | null; to: string | null; deviceId?: string } {
    return {
      text: this.text.trim().slice(0, 200),
      states: [...this.states],
      from: this.from || null,
      to: this.to || null,
      ...(this.device === null ? {} : { deviceId: this.device.id }),
    };
  }

  async #read(offset: number, limit: number): Promise<void> {
    this.#stopWaiting();
    const ticket = ++this.#latest;
    this.busy = true;
    const outcome = await this.#port.query({ ...this.filters(), offset, limit });
    if (ticket !== this.#latest) return;
    this.busy = false;
    this.loaded = true;
    this.failure = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
    this.entries = offset === 0 ? outcome.value.entries : [...this.entries, ...outcome.value.entries];
    this.total = outcome.value.total;
  }

  async #guard<T>(ask: () => Promise<Outcome<T>>): Promise<T | null> {
    const outcome = await ask();
    this.failure = outcome.ok ? null : outcome.error;
    return outcome.ok ? outcome.value : null;
  }
}
