import { untrack } from 'svelte';
import type { Draft } from '../../shared/contract/drafts';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { AppBridge } from '../bridge/bridge';
import { DeviceSearch } from '../features/devices/device-search.svelte';
import type { RowAtKey } from '../features/devices/key-rules';
import { keyVerdict, LatestKey, verdictWithoutFind } from '../features/devices/key-rules';
import type { DeviceItem, ListGroup, ListItem } from '../features/devices/list-items';
import {
  deviceIdOf,
  deviceItem,
  devicesLabel,
  exactGroup,
  resultGroups,
  shortGroups,
} from '../features/devices/list-items';
import { spokenText } from '../features/devices/list-said';
import { ShortlistState } from '../features/devices/shortlist.svelte';
import { InventoryState } from '../features/inventory/inventory.svelte';
import { draftNews, Drafts } from '../features/requests/drafts.svelte';
import { Phone } from '../features/requests/phone.svelte';
import { RequestCard } from '../features/requests/request-card.svelte';
import { Requests } from '../features/requests/requests.svelte';
import { Usual } from '../features/requests/usual.svelte';
import { Waiting, waitingNews } from '../features/requests/waiting.svelte';
import { SessionState } from '../features/session/session.svelte';
import { Settings } from '../features/settings/settings.svelte';
import { changesOfState } from './announce';
import { pageClock } from './clock';
import type { Page } from './page.svelte';
import { applySettings } from './page.svelte';
import { shownOnce } from './shown-once';
import { WindowSession } from './window-session.svelte';

const LOCAL_ROWS = 40;
/** Devices of a person or an app that are shown at first, and that each request for more adds. */
const SCOPE_ROWS = 50;

/** The quick action: search, confirm, follow, without the main window. */
export class QuickWindow {
  /** Why Enter did nothing; until another key or text comes. */
  refusal = $state<'choose-first' | 'again' | null>(null);
  /** The request that is shown instead of the list. */
  shownId = $state<string | null>(null);

  readonly session: SessionState;
  readonly onScreen: WindowSession;
  readonly search: DeviceSearch;
  readonly inventory: InventoryState;
  readonly shortlist: ShortlistState;
  readonly requests: Requests;
  readonly waiting: Waiting;
  readonly drafts: Drafts;
  readonly card: RequestCard;
  readonly phone: Phone;
  readonly usual: Usual;
  readonly settings: Settings;
  readonly page: Page;

  #scopeRows = $state(SCOPE_ROWS);
  readonly groups = $derived.by(() => {
    const { messages } = this.page.words;
    if (this.search.view.kind === 'shortlist') return shortGroups(messages, this.requests.running, this.shortlist.list);
    const { exact, devices, people, apps, isLocal, isSimilarHit } = this.search;
    const shown = this.search.scope === null ? devices : devices.slice(0, this.#scopeRows);
    return [
      ...exactGroup(messages, { exact }),
      ...this.#localGroup,
      ...resultGroups(messages, { exact, devices: shown, people, apps, isLocal, isSimilarHit }),
    ];
  });
  /** The first rows of the local answer: who has not found it among them types on. */
  readonly #localGroup = $derived.by((): readonly ListGroup[] => {
    const { isLocal, isSimilar, isRest, localRows } = this.search;
    const count = isLocal ? Math.min(LOCAL_ROWS, localRows.rows().length) : 0;
    const devices = Array.from({ length: count }, (_, index) => localRows.at(index)).filter((row) => row !== null);
    const label = devicesLabel(this.page.words.messages, { isSimilar, isRest });
    return count === 0
      ? []
      : [{ key: 'devices', label, items: devices.map((device) => deviceItem(device, { isSimilar, isRest })) }];
  });
  readonly items = $derived(this.groups.flatMap((group) => group.items));
  /** The row that was chosen with an arrow key or a click; null until then. */
  #chosen = $state.raw<ListItem | null>(null);
  /**
   * The highlighted row: the first one until another is chosen. A row that was chosen and has gone leaves its place to another row
   * of the same device, and never to one of another.
   */
  readonly active = $derived.by((): ListItem | null => {
    const chosen = this.#chosen;
    if (chosen === null) return this.items[0] ?? null;
    const device = deviceIdOf(chosen);
    return (
      this.items.find(({ key }) => key === chosen.key) ??
      (device === null ? null : (this.items.find((item) => deviceIdOf(item) === device) ?? null))
    );
  });
  /** False while the row is only similar to the text and was not chosen. */
  readonly isArmed = $derived.by(
    () => this.active?.kind !== 'device' || !this.active.isSimilar || this.#chosen !== null,
  );
  /** The highlighted device has only a part of the words that were typed. */
  readonly isRest = $derived.by(() => this.active?.kind === 'device' && this.active.isRest);
  /** Why the session ended, or why signing in again failed; the sign-in view tells its own. */
  readonly sessionFailure = $derived.by(() => (this.session.signedIn ? this.session.reason : null));
  /** Where the window says why Intune did not answer, or not in full. */
  readonly causes = $derived.by(() => shownOnce({ above: [this.sessionFailure], problems: this.search.problems }));
  /** The number of hits in words; null while the rows are not those of the text. */
  readonly hits = $derived.by(() => {
    const { search, page } = this;
    if (!search.isTellable) return null;
    const rest = {
      rows: this.items.length,
      list: this.inventory.view,
      filters: 0,
      now: untrack(() => page.ticker.lately),
    };
    return spokenText(page.words.messages, page.words.formats, search, rest);
  });
  readonly shown = $derived.by(() => (this.shownId === null ? null : this.requests.byId(this.shownId)));
  readonly view = $derived.by((): 'sign-in' | 'card' | 'request' | 'list' => {
    if (this.session.session !== null && !this.session.signedIn) return 'sign-in';
    if (this.card.phase !== 'closed') return 'card';
    return this.shown === null ? 'list' : 'request';
  });

  readonly #keys = new LatestKey();
  readonly #bridge: AppBridge;

  constructor(bridge: AppBridge, page: Page) {
    this.#bridge = bridge;
    this.page = page;
    this.session = new SessionState(bridge.session);
    this.search = new DeviceSearch(bridge, pageClock);
    this.inventory = new InventoryState(bridge.inventory);
    this.shortlist = new ShortlistState(bridge.devices);
    this.onScreen = new WindowSession({
      session: this.session,
      search: this.search,
      shortlist: this.shortlist,
      forget: () => this.#forget(),
    });
    this.requests = new Requests(bridge.requests, (before, after) => {
      const news = changesOfState(page.words, before, after);
      if (news !== '') page.feedback.announce(news);
    });
    this.waiting = new Waiting(bridge.requests, (one) => {
      page.feedback.announce(waitingNews(page.words.messages, one, pageClock.now()));
      this.card.makeRoom(one.handle);
    });
    this.drafts = new Drafts(bridge.drafts, pageClock, (draft) =>
      page.feedback.announce(draftNews(page.words.messages, draft)),
    );
    this.card = new RequestCard(
      bridge.requests,
      (request, isAway) => {
        this.requests.put(request);
        if (!isAway) this.follow(request);
      },
      pageClock,
      (deviceId) => this.drafts.requestOf(deviceId),
    );
    this.phone = new Phone(bridge.phone, () => page.words.locale);
    this.usual = new Usual(bridge.history);
    this.settings = new Settings(bridge.settings, (view) => applySettings(page.words, view));
  }

  /** Subscribes to everything; returns the stop. */
  start(onShown: () => void): () => void {
    const stops = [
      this.session.start(),
      this.onScreen.start(),
      this.settings.start(),
      this.inventory.start(),
      this.shortlist.start(),
      this.requests.start(),
      this.waiting.start(),
      this.drafts.start(),
      this.phone.start(),
      this.usual.start(),
      this.card.arming.watch(),
      this.#bridge.app.quickShown(() => {
        // A request that was followed is in the list; the next person on the phone gets the box.
        this.shownId = null;
        void this.shortlist.reload();
        onShown();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** The box has a new text. Typing while a request is followed looks for the next device: the list comes back. */
  type(text: string): void {
    this.#leave();
    this.shownId = null;
    this.search.type(text);
  }

  composing(started: boolean): void {
    if (started) this.shownId = null;
    this.search.composing(started);
  }

  /** An arrow key or the pointer highlights a row. */
  highlight(item: ListItem): void {
    this.#leave();
    this.#chosen = item;
  }

  /**
   * Enter: acts on what is highlighted, and never further than to the confirm card. A key that came before the rows of the text
   * did acts only on the one device that the text names.
   */
  async enter(): Promise<void> {
    // A question about the account stands over what Enter would act on.
    if (this.session.otherAccount !== null) return;
    if (this.view === 'sign-in') {
      if (this.session.session?.state === 'signed-out') void this.session.signIn();
    } else if (this.view === 'request') {
      if (this.shown?.state === 'ready') this.openSession(this.shown);
    } else if (this.view === 'list') {
      const verdict = keyVerdict(this.#rowAtKey);
      if (verdict === 'find') await this.#enterCertain();
      else if (verdict === 'choose-first') this.refusal = verdict;
      else if (this.active !== null) this.choose(this.active);
    }
  }

  async #enterCertain(): Promise<void> {
    const isLatest = this.#keys.press();
    const item = await this.search.certain(() => this.#devices);
    if (!isLatest() || this.view !== 'list') return;
    const verdict = verdictWithoutFind(this.#rowAtKey);
    if (item !== null) this.choose(item);
    else if (verdict !== 'nothing') this.refusal = verdict;
  }

  get #rowAtKey(): RowAtKey {
    const isTooSoon = this.#chosen === null && this.search.isTooSoon(this.active);
    return {
      isKnown: this.search.progress !== 'older',
      isTooSoon,
      isArmed: this.isArmed,
      isThere: this.active !== null,
    };
  }

  /** The person's or the app's list has more devices than are shown. */
  get hasMore(): boolean {
    return this.search.scope !== null && (this.search.devices.length > this.#scopeRows || this.search.live.goesOn);
  }

  /** Shows more of them. */
  async more(): Promise<void> {
    if (!this.hasMore) return;
    if (this.search.devices.length <= this.#scopeRows) await this.search.live.goOn();
    if (this.search.devices.length > this.#scopeRows) this.#scopeRows += SCOPE_ROWS;
  }

  /** Acts on a row that was highlighted or clicked. */
  choose(item: ListItem): void {
    this.highlight(item);
    if (item.kind === 'person') this.#show({ kind: 'person', person: item.person });
    else if (item.kind === 'app') this.#show({ kind: 'app', app: item.app });
    else if (item.kind === 'request') this.chooseRequest(item.request);
    else if (item.kind === 'device') void this.card.open(item.device.id, this.search.ticket);
  }

  chooseRequest(request: AssistanceRequest): void {
    this.follow(request);
    if (request.state === 'ready') this.openSession(request);
  }

  /** Brings back what was typed: the card here, a note in the main window. */
  openDraft(draft: Draft): void {
    if (draft.kind === 'request') {
      void this.card.open(draft.subject.deviceId);
      return;
    }
    void this.#bridge.app.open({ kind: 'request', requestId: draft.requestId });
    void this.#bridge.app.hideQuick();
  }

  /** Shows a request instead of the list. The box is empty for the next person. */
  follow(request: AssistanceRequest): void {
    this.type('');
    this.shownId = request.id;
  }

  /** Copies what to say on the phone about the request that is followed. */
  copySentence(): void {
    if (this.view === 'request' && this.shown !== null)
      this.page.copy(this.phone.sentenceFor(this.shown), this.page.words.messages.hero.copied());
  }

  openSession(request: AssistanceRequest): void {
    void this.requests.do('open', request.id);
  }

  /** Ctrl+Enter: the same device in the main window. */
  showMain(): void {
    if (this.view === 'list' && !this.isArmed) {
      this.refusal = 'choose-first';
      return;
    }
    const { shown } = this;
    // Rows of an older text are not what the technician looks for.
    const active = this.search.progress === 'older' ? null : this.active;
    const device = active?.kind === 'device' ? active.device.id : null;
    const request = this.view === 'request' ? shown : active?.kind === 'request' ? active.request : null;
    const cardDevice = this.view === 'card' ? this.card.deviceId : null;
    this.card.cancel();
    const deviceId = cardDevice ?? request?.subject.deviceId ?? device;
    void this.#bridge.app.open(
      deviceId === null
        ? { kind: 'section', section: 'devices' }
        : { kind: 'device', by: 'id', value: deviceId, card: false },
    );
    void this.#bridge.app.hideQuick();
  }

  /** Esc: one step back; from an empty box the window goes away. */
  back(): void {
    if (this.view === 'card') this.card.cancel();
    else if (this.view === 'request') this.shownId = null;
    else if (this.view === 'list' && this.search.scope !== null) this.#show(null);
    else if (this.view === 'list' && this.search.text !== '') this.type('');
    else this.hide();
  }

  /** Another account or tenant signed in: removes everything of the former one from the screen, except the typed text. */
  #forget(): void {
    this.#leave();
    this.card.cancel();
    this.shownId = null;
    this.search.forget();
  }

  hide(): void {
    void this.#bridge.app.hideQuick();
  }

  resize(height: number): void {
    void this.#bridge.app.resizeQuick({ height: Math.min(440, Math.max(60, Math.ceil(height))) });
  }

  #show(scope: Parameters<DeviceSearch['show']>[0]): void {
    this.#leave();
    this.#scopeRows = SCOPE_ROWS;
    void this.search.show(scope);
  }

  get #devices(): readonly DeviceItem[] {
    return this.items.filter((item) => item.kind === 'device');
  }

  /** No row is chosen any more, and no key waits for one. */
  #leave(): void {
    this.#chosen = null;
    this.#keys.cancel();
    this.refusal = null;
  }
}
