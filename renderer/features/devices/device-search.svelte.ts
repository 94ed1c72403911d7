import type { Clock } from '../../../shared/clock';
import type { DeviceChips, DeviceQuery, DeviceSort } from '../../../shared/contract/device-query';
import { isFiltering, noChips, SEARCH_TEXT_MAX } from '../../../shared/contract/device-query';
import type { AppRow, DeviceRow, PersonRow } from '../../../shared/contract/devices';
import type { InventoryView, LocalAnswer } from '../../../shared/contract/inventory';
import { noteOn } from '../../../shared/search/notes';
import type { Reading } from '../../../shared/search/reading';
import { understand } from '../../../shared/search/understand';
import type { AppBridge } from '../../bridge/bridge';
import { certainDevice, isExact, isSimilarHit, mayNameDevice, placed } from './certain';
import type { FoundBy } from './found-text';
import type { DeviceItem, ListItem } from './list-items';
import type { ListView } from './list-view';
import { listView, localOf, progressOf, queryKindOf } from './list-view';
import type { LiveQuestion, SearchScope } from './live-search.svelte';
import { LiveSearch } from './live-search.svelte';
import { LocalResults, sameQuery } from './local-results.svelte';
import type { EmptySearch } from './nothing';
import { QuietRefresh } from './quiet-refresh';

/** The pause in typing after which Intune is asked; longer when the local inventory has already answered. */
const DEBOUNCE_MS = 150;
const BESIDE_LOCAL_MS = 250;
/** Longest ticket number that the card accepts. */
const TICKET_CHARS = 64;
/** A key that comes so soon after typing cannot follow from reading a row. In milliseconds. */
const READING_MS = 250;

/**
 * The text that is searched for, without superfluous spaces and no longer than the contract allows. Full-width letters
 * and half-width kana become their ordinary forms, as Japanese input methods write them.
 */
export const tidied = (text: string): string =>
  text.normalize('NFKC').replace(/\s+/gu, ' ').trim().slice(0, SEARCH_TEXT_MAX);

const isOfOne = (scope: SearchScope | null): boolean => scope?.kind === 'person' || scope?.kind === 'app';
const isRefused = (view: ListView): boolean => 'isRefused' in view && view.isRefused;

/** The part of the local answer that the list shows. */
interface LocalRowsShown {
  readonly total: number;
  readonly at: (index: number) => DeviceRow | null;
  readonly rows: () => readonly DeviceRow[];
  readonly isSimilar: boolean;
  readonly isRest: boolean;
}

interface Ports {
  readonly devices: Pick<AppBridge['devices'], 'search' | 'ofPerson' | 'ofApp' | 'more'>;
  readonly inventory: Pick<AppBridge['inventory'], 'find' | 'page'>;
}

/**
 * The search of one box. The local inventory is asked with every key press, Intune when typing pauses, and the list
 * shows both answers. Late answers to older texts are dropped, and rows know which text they belong to.
 */
export class DeviceSearch {
  text = $state('');
  scope = $state.raw<SearchScope | null>(null);
  chips = $state.raw<DeviceChips>(noChips);
  sort = $state.raw<DeviceSort | null>(null);
  /** An empty text stands for every device. */
  #listsAll = $state(false);

  readonly local: LocalResults;
  readonly live: LiveSearch;

  readonly folded = $derived(tidied(this.text));
  readonly query = $derived<DeviceQuery>({ text: this.folded, chips: this.chips, sort: this.sort });
  readonly #question = $derived<LiveQuestion>({ text: this.folded, scope: this.scope, chips: this.chips });
  readonly #queryKind = $derived(
    queryKindOf({
      text: this.folded,
      scope: this.scope,
      isFiltered: isFiltering(this.chips),
      listsAll: this.#listsAll,
    }),
  );
  readonly #isLocalNow = $derived.by(() => this.local.shown !== null && sameQuery(this.local.shown.query, this.query));
  readonly #isLiveNow = $derived.by(() => this.live.answers(this.#question));
  readonly #hasRefused = $derived.by(() => this.live.hasRefused(this.#question));

  /** What the list shows. */
  readonly view = $derived.by(() =>
    listView({
      queryKind: this.#queryKind,
      scope: this.scope,
      local: this.local.shown,
      intune: this.live.found?.answer ?? null,
      isIntuneCurrent: this.#isLiveNow,
      isRefused: this.#hasRefused,
    }),
  );
  /** To what extent the rows answer the current query. */
  readonly progress = $derived.by(() =>
    progressOf({
      view: this.view,
      isLocalCurrent: this.#isLocalNow,
      isIntuneCurrent: this.#isLiveNow,
      isBusy: this.live.busy,
      hasFailed: this.live.failure !== null,
      queryKind: this.#queryKind,
    }),
  );
  /** The local answer on screen; null while other rows are shown. */
  readonly shownLocal = $derived.by(() => localOf(this.view));
  readonly isLocal = $derived.by(() => this.shownLocal !== null);
  /** The rows can be announced: they answer the current query, or no answer to it will come. */
  readonly isTellable = $derived.by(
    () => this.progress === 'partly' || this.progress === 'whole' || isRefused(this.view),
  );
  /** Intune's answer to the text; with local rows only while both belong to the same text. */
  readonly #beside = $derived.by(() => (this.view.kind === 'shortlist' ? null : this.view.intune));
  readonly #added = $derived.by(() => {
    const { shownLocal: shown } = this;
    const hits = this.#beside?.devices ?? [];
    const here = new Set(hits.length === 0 || shown === null ? [] : [...shown.pages.rows()].map(({ id }) => id));
    // A hit marked `local` may be in a page not loaded yet, unless every page is loaded.
    const isWhole = shown !== null && here.size >= shown.answer.total;
    if (this.isSimilar) return hits;
    return hits.filter(({ id, listed }) => !here.has(id) && (isWhole || listed !== true));
  });
  /** Whether a hit of Intune is only similar to the text. */
  readonly isSimilarHit = (row: DeviceRow): boolean => isSimilarHit(row, this.folded, this.#liveReadings);
  readonly #placed = $derived.by(() =>
    placed(this.#added, { first: this.local.at(0), isSimilar: this.isSimilar }, this.folded, this.#liveReadings),
  );
  readonly #localAnswer = $derived.by(() => this.shownLocal?.answer ?? null);
  readonly #liveReadings = $derived.by((): readonly Reading[] => this.#beside?.readings ?? []);
  /** Its rows contain only some of the words that were typed. */
  readonly isRest = $derived.by(() => (this.#localAnswer?.missing.length ?? 0) > 0);
  /**
   * Nothing in the local inventory matches what was typed; its rows sound or look like it, or contain only some of the
   * words.
   */
  readonly isSimilar = $derived.by(() => this.#localAnswer?.isSimilar === true || this.isRest);
  /** Rows of Intune that stand above those of the local inventory. */
  readonly exact = $derived<readonly DeviceRow[]>(this.isLocal ? this.#placed.above : []);
  /**
   * Rows of Intune: all of them, or only those that stand below the local rows because the inventory did not know them.
   */
  readonly devices = $derived<readonly DeviceRow[]>(this.isLocal ? this.#placed.below : (this.#beside?.devices ?? []));
  /** Rows of the local answer. A similar row that Intune found exactly is shown among Intune's hits only. */
  readonly localRows = $derived.by((): LocalRowsShown => {
    const above = new Set(this.isSimilar ? this.exact.map(({ id }) => id) : []);
    const rows = this.local.rows();
    const left = rows.flatMap(({ id }, index) => (above.has(id) ? [index] : []));
    const place = (index: number): number => left.reduce((at, gone) => (gone <= at ? at + 1 : at), index);
    return {
      total: (this.local.shown?.answer.total ?? 0) - left.length,
      at: (index) => this.local.at(place(index)),
      rows: () => rows.filter(({ id }) => !above.has(id)),
      isSimilar: this.isSimilar,
      isRest: this.isRest,
    };
  });
  /**
   * The readings that found the rows at the top: those of the local inventory, unless Intune's hits stand above or are
   * the only ones.
   */
  readonly readings = $derived.by((): readonly Reading[] => {
    const local = this.#localAnswer;
    return local === null || local.total === 0 || this.exact.length > 0 ? this.#liveReadings : local.readings;
  });
  /** How the devices were found, for the line above the list; null while there is nothing to say. */
  readonly foundBy = $derived.by((): FoundBy | null => {
    const local = this.#localAnswer;
    if (isRefused(this.view) || (local === null && this.#beside === null)) return null;
    return {
      count: (local?.total ?? 0) + this.devices.length,
      isRough: local?.isRough === true,
      truncated: this.truncated,
      isInPart: this.problems.length > 0,
      readings: this.readings,
      missing: this.exact.length > 0 ? [] : (local?.missing ?? this.#beside?.missing ?? []),
      text: this.folded,
    };
  });
  /** The rows at the top are not what was typed. */
  readonly isOnlySimilar = $derived.by(() =>
    this.isSimilar
      ? this.exact.length === 0
      : !this.isLocal && this.devices.length > 0 && this.devices.every(this.isSimilarHit),
  );
  /** Devices that fit the text and that the filters hide. */
  readonly hidden = $derived.by(() =>
    isFiltering(this.chips) && this.#isLocalNow ? (this.#localAnswer?.hidden ?? 0) : 0,
  );
  /** Why there are no rows; null while some may still come. */
  readonly ended = $derived.by((): EmptySearch | null => {
    if (this.view.kind === 'shortlist' || !(this.progress === 'whole' || isRefused(this.view))) return null;
    const { folded: text, hidden, isLocal } = this;
    const isFiltered = isFiltering(this.chips);
    const intune =
      this.live.failure !== null
        ? 'refused'
        : this.problems.length > 0
          ? 'in-part'
          : this.#isLiveNow
            ? 'answered'
            : 'not-asked';
    const note = noteOn(this.text);
    return { text: this.scope === null ? text : '', isFiltered, hidden, isLocal, intune, ...(note && { note }) };
  });
  readonly people = $derived<readonly PersonRow[]>(this.#beside?.people ?? []);
  readonly apps = $derived<readonly AppRow[]>(this.#beside?.apps ?? []);
  /** The service has more devices than these. */
  readonly truncated = $derived.by(() => !this.isLocal && this.#beside?.truncated === true);
  readonly problems = $derived.by(() =>
    this.live.failure !== null ? [this.live.failure] : (this.#beside?.problems ?? []),
  );

  #composing = false;
  /** Milliseconds since 1970. */
  #typedAt = 0;
  /** Settles when Intune has answered what it was asked last. */
  #asked: Promise<void> = Promise.resolve();
  #revision: number | null = null;
  /** Ends the wait for a pause in typing; null when nothing waits. */
  #waiting: (() => void) | null = null;
  readonly #clock: Clock;
  readonly #quiet: QuietRefresh;
  #keeps: ((next: LocalAnswer) => boolean) | null = null;

  constructor({ devices, inventory }: Ports, clock: Clock) {
    this.local = new LocalResults(inventory, clock);
    this.live = new LiveSearch(devices);
    this.#clock = clock;
    this.#quiet = new QuietRefresh(clock, { run: () => void this.#askLocal(), renew: () => this.#renew() });
  }

  /** The ticket number in the text, offered to the card of a device found by it; empty without one. */
  get ticket(): string {
    return understand(this.text).ticket?.slice(0, TICKET_CHARS) ?? '';
  }

  get busy(): boolean {
    return this.live.busy;
  }

  /** The box has a new text. Nothing is asked while an input method is still composing. */
  type(text: string): void {
    this.#typedAt = this.#clock.now();
    this.text = text;
    this.scope = null;
    this.#changed();
  }

  composing(started: boolean): void {
    this.#composing = started;
    if (started) this.#stopWaiting();
    else this.type(this.text);
  }

  clear(): void {
    this.type('');
  }

  /** Removes every answer from the screen; the text in the box stays. */
  forget(): void {
    this.#stopWaiting();
    this.scope = null;
    this.local.drop();
    this.live.drop();
  }

  filter(chips: DeviceChips): void {
    this.chips = chips;
    this.#changed();
  }

  order(sort: DeviceSort | null): void {
    if (this.sort === sort) return;
    this.sort = sort;
    void this.#askLocal();
  }

  listAll(all: boolean): void {
    if (this.#listsAll === all) return;
    this.#listsAll = all;
    void this.#askLocal();
  }

  /** Shows the devices of a person or an app, or all; null goes back to the answer to the text. */
  async show(scope: SearchScope | null): Promise<void> {
    this.#stopWaiting();
    this.scope = scope;
    await this.run();
  }

  /** Searches for the text in the box at once. */
  async run(): Promise<void> {
    this.#stopWaiting();
    await Promise.all([this.#askLocal(), this.#askLive()]);
  }

  /** A technician has signed in: repeats a query that failed because no one was. */
  signedIn(): void {
    if (this.live.failure?.code.startsWith('auth.') === true) void this.run();
  }

  /**
   * Takes news of the inventory from main. While the technician is in the list, rows change only if none of them moves.
   */
  follow({ state, revision }: Pick<InventoryView, 'state' | 'revision'>): void {
    const changed = this.#revision !== revision;
    this.#revision = state === 'ready' ? revision : null;
    if (state !== 'ready') this.local.drop();
    else if (changed && this.#asksLocal) this.#quiet.want();
  }

  /**
   * Whether the technician is in the list: `keeps` returns whether another answer leaves the visible rows in place;
   * null: not in the list.
   */
  browse(keeps: ((next: LocalAnswer) => boolean) | null): void {
    this.#keeps = keeps;
    this.#quiet.calm = keeps === null;
  }

  #changed(): void {
    this.#stopWaiting();
    if (this.#composing) return;
    void this.#askLocal();
    if (this.folded === '') this.live.drop();
    else this.#waiting = this.#clock.after(this.isLocal ? BESIDE_LOCAL_MS : DEBOUNCE_MS, () => void this.#askLive());
  }

  #stopWaiting(): void {
    this.#waiting?.();
    this.#waiting = null;
  }

  /**
   * Waits for rows that answer the text in the box, the local ones first. False when there are none, or when the text
   * has changed by then.
   */
  async caughtUp(): Promise<boolean> {
    const { text, scope } = this;
    await this.local.answered;
    if (this.progress === 'older') await this.settle();
    return this.text === text && this.scope === scope && this.progress !== 'older';
  }

  /**
   * Whether a key that acts on this row, which was not chosen, came too soon: Intune may still find the device that is
   * meant. True for a row that is only similar, and for a row that merely contains a number typed just now, as scanners
   * do.
   */
  isTooSoon(item: ListItem | null): boolean {
    if (item?.kind !== 'device' || this.view.kind === 'shortlist' || this.progress === 'whole') return false;
    if (item.isSimilar) return true;
    const isJustNow = this.#clock.now() - this.#typedAt < READING_MS;
    return isJustNow && mayNameDevice(this.folded) && !isExact(item.device, this.folded, this.readings);
  }

  /**
   * For a key that came before the rows did: the one device that the text identifies. Waits for Intune if the local
   * inventory does not have it. Null if the text identifies no device or several, or has changed by then.
   */
  async certain(rows: () => readonly DeviceItem[]): Promise<DeviceItem | null> {
    const { text, scope } = this;
    if (!(await this.caughtUp())) return null;
    const known = certainDevice(rows(), this.folded, this.readings);
    if (known !== null) return known;
    await this.settle();
    return this.text === text && this.scope === scope && this.progress !== 'older'
      ? certainDevice(rows(), this.folded, this.readings)
      : null;
  }

  /** Asks at once what waits for a pause in typing. Settles when both have answered. */
  async settle(): Promise<void> {
    if (this.#waiting !== null) await this.run();
    else await Promise.all([this.local.answered, this.#asked]);
  }

  /** The local inventory answers every query except for the devices of one person or app. */
  get #asksLocal(): boolean {
    return this.#queryKind !== 'nothing' && !isOfOne(this.scope);
  }

  async #askLocal(): Promise<void> {
    this.#quiet.settled();
    if (!this.#asksLocal) {
      this.local.drop();
      return;
    }
    // The inventory has learned Intune's earlier answers and may know newer values by now.
    const { found } = this.live;
    await this.local.ask(this.query);
    if (this.live.found !== found) this.#join();
  }

  async #renew(): Promise<boolean> {
    const keeps = this.#keeps;
    const taken = keeps !== null && this.isLocal && this.#isLocalNow && (await this.local.renew(keeps));
    return taken;
  }

  async #askLive(): Promise<void> {
    this.#waiting = null;
    if (this.#queryKind !== 'text' && !isOfOne(this.scope)) {
      this.live.drop();
      return;
    }
    this.#asked = this.live.ask(this.#question);
    await this.#asked;
    this.#join();
  }

  /** Intune's values of rows that the local answer contains too. */
  #join(): void {
    if (this.isLocal && this.#isLocalNow && this.#isLiveNow)
      this.local.refresh(this.live.found?.answer.devices.filter(({ listed }) => listed === true) ?? []);
  }
}
