import { untrack } from 'svelte';
import { assistanceObstacle } from '../../shared/assistance-obstacle';
import type { Intent, Section } from '../../shared/contract/app';
import type { DeviceChips } from '../../shared/contract/device-query';
import { filterCount, isFiltering, noChips } from '../../shared/contract/device-query';
import type { DeviceRow } from '../../shared/contract/devices';
import type { Draft } from '../../shared/contract/drafts';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { FailureCode } from '../../shared/failure';
import type { ManagedDevice } from '../../shared/managed-device';
import type { AppBridge } from '../bridge/bridge';
import { shownColumns } from '../features/devices/device-columns';
import { DeviceSearch } from '../features/devices/device-search.svelte';
import { deviceName, doubtText } from '../features/devices/device-text';
import type { RowAtKey } from '../features/devices/key-rules';
import { keyVerdict, LatestKey, verdictWithoutFind } from '../features/devices/key-rules';
import type { ListGroup, ListItem } from '../features/devices/list-items';
import {
  deviceIdOf,
  devicesLabel,
  exactGroup,
  resultGroups,
  shortGroups,
  tableTop,
} from '../features/devices/list-items';
import { ListModel, rowPx } from '../features/devices/list-model';
import { ListPlace } from '../features/devices/list-place.svelte';
import { spokenText } from '../features/devices/list-said';
import type { SearchScope } from '../features/devices/live-search.svelte';
import { SelectedDevice } from '../features/devices/selected-device.svelte';
import { ShortlistState } from '../features/devices/shortlist.svelte';
import { EarlierRequests } from '../features/history/earlier.svelte';
import { History } from '../features/history/history.svelte';
import { InventoryState } from '../features/inventory/inventory.svelte';
import { Notices } from '../features/notices/notices.svelte';
import { draftNews, Drafts } from '../features/requests/drafts.svelte';
import { Phone } from '../features/requests/phone.svelte';
import { RequestCard } from '../features/requests/request-card.svelte';
import { Requests } from '../features/requests/requests.svelte';
import { Usual } from '../features/requests/usual.svelte';
import { Waiting, waitingNews } from '../features/requests/waiting.svelte';
import { ServiceWait } from '../features/session/service-wait.svelte';
import { SessionState } from '../features/session/session.svelte';
import { Settings } from '../features/settings/settings.svelte';
import { changesOfState } from './announce';
import { pageClock } from './clock';
import { followList } from './list-follow.svelte';
import type { Page } from './page.svelte';
import { applySettings } from './page.svelte';
import { PendingIntent } from './pending-intent';
import { Target } from './target.svelte';
import { WindowSession } from './window-session.svelte';

/** Everything the main window shows, and how its parts work together. The parts do not know each other. */
export class MainWindow {
  section = $state<Section>('devices');
  /** In a narrow window the list or the detail is shown. */
  pane = $state<'list' | 'detail'>('list');
  /** Too narrow for a table. */
  isNarrow = $state(false);
  /** How often the technician went from the list to the detail by key. */
  entered = $state(0);

  readonly session: SessionState;
  readonly onScreen: WindowSession;
  readonly wait: ServiceWait;
  readonly search: DeviceSearch;
  readonly inventory: InventoryState;
  readonly place: ListPlace;
  readonly shortlist: ShortlistState;
  readonly selected: SelectedDevice;
  readonly target: Target;
  readonly requests: Requests;
  readonly waiting: Waiting;
  readonly drafts: Drafts;
  readonly card: RequestCard;
  readonly phone: Phone;
  readonly usual: Usual;
  readonly history: History;
  readonly earlier: EarlierRequests;
  readonly settings: Settings;
  readonly notices: Notices;
  readonly page: Page;

  /** The number of hits in words; null while the rows are not those of the text. */
  readonly hits = $derived.by(() => {
    const { search, page } = this;
    if (!search.isTellable) return null;
    const rest = {
      rows: this.model.count,
      list: this.inventory.view,
      filters: filterCount(search.chips),
      now: untrack(() => page.ticker.lately),
    };
    return spokenText(page.words.messages, page.words.formats, search, rest);
  });
  readonly isMac = $derived.by(() => this.notices.info?.platform === 'darwin');
  readonly preferences = $derived.by(() => this.settings.view?.preferences ?? null);
  /** Columns of the table; null while the devices are a list. */
  readonly columns = $derived.by(() =>
    this.preferences?.listView === 'table' && !this.isNarrow ? shownColumns(this.preferences.columns) : null,
  );
  readonly rowHeight = $derived.by(() => rowPx(this.preferences?.density ?? 'comfortable', this.columns !== null));
  readonly model = $derived.by((): ListModel => {
    const { search, rowHeight } = this;
    const { messages } = this.page.words;
    const { running } = this.requests;
    const below = resultGroups(messages, search);
    switch (search.view.kind) {
      case 'shortlist':
        return new ListModel(
          null,
          { below: [...shortGroups(messages, running, this.shortlist.list), ...this.#everyDevice] },
          rowHeight,
        );
      case 'everything': {
        const above = tableTop(messages, running, this.shortlist.list);
        return new ListModel({ label: messages.search.allTitle(), ...search.localRows }, { above, below }, rowHeight);
      }
      case 'local':
        return new ListModel(
          { label: devicesLabel(messages, search), ...search.localRows },
          { above: exactGroup(messages, search), below },
          rowHeight,
        );
      case 'live':
      case 'person':
      case 'app':
        return new ListModel(null, { below }, rowHeight);
    }
  });
  /** The request shown with the selected device. */
  readonly request = $derived.by(() => (this.selected.id === null ? null : this.requests.ofDevice(this.selected.id)));
  /** The request that the history shows: as it is now while it runs, otherwise as it was read. */
  readonly pastRequest = $derived.by(() => {
    const { selectedId, selected } = this.history;
    return selectedId === null ? null : (this.requests.byId(selectedId) ?? selected);
  });
  /** The card of a request has the default button, or there is nothing to do but wait. */
  readonly hasHero = $derived.by(
    () => this.request !== null && !['closed', 'given-up', 'other'].includes(this.request.state),
  );
  /** The way from the shortlist to all devices. */
  readonly #everyDevice = $derived.by((): readonly ListGroup[] => {
    const { view } = this.inventory;
    if (view?.state !== 'ready' || view.devices === 0) return [];
    return [{ key: 'all', label: '', items: [{ kind: 'all', key: 'all', count: view.devices }] }];
  });

  /** The card that waits for the browser is in sight: what is asked about the account is asked there. */
  readonly asksAtCard = $derived.by(
    () =>
      this.section === 'devices' &&
      this.card.phase === 'sending' &&
      this.card.isFor(this.selected.id) &&
      (!this.isNarrow || this.pane === 'detail'),
  );

  /** Filters that made room for what they hid. */
  #putAside: DeviceChips = noChips;
  readonly #keys = new LatestKey();
  readonly #intents = new PendingIntent({
    isReady: () => this.session.isInUse,
    show: (intent) => void this.#fulfil(intent),
    // The sign-in stands in its place.
    wait: () => this.show('devices'),
  });
  readonly #bridge: AppBridge;

  constructor(bridge: AppBridge, page: Page) {
    this.#bridge = bridge;
    this.page = page;
    this.session = new SessionState(bridge.session);
    this.wait = new ServiceWait(bridge.app);
    this.search = new DeviceSearch(bridge, pageClock);
    this.inventory = new InventoryState(bridge.inventory, (file, count) =>
      page.feedback.confirm(page.words.messages.inventory.exported({ file, count })),
    );
    this.place = new ListPlace(() => this.model);
    this.shortlist = new ShortlistState(bridge.devices);
    this.selected = new SelectedDevice(bridge.devices, pageClock);
    this.onScreen = new WindowSession({
      session: this.session,
      search: this.search,
      shortlist: this.shortlist,
      forget: () => this.#forget(),
    });
    this.target = new Target({
      search: this.search,
      place: this.place,
      selected: this.selected,
      model: () => this.model,
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
      (request) => this.requests.put(request),
      pageClock,
      (deviceId) => this.drafts.requestOf(deviceId),
    );
    this.phone = new Phone(bridge.phone, () => page.words.locale);
    this.usual = new Usual(bridge.history);
    this.earlier = new EarlierRequests(bridge.history, pageClock);
    this.history = new History(bridge.history, pageClock, (file, count) =>
      page.feedback.confirm(page.words.messages.history.exported({ file, count })),
    );
    this.settings = new Settings(bridge.settings, (view) => applySettings(page.words, view));
    this.notices = new Notices(bridge.app);
  }

  /** Subscribes to everything; returns the stop. */
  start(): () => void {
    const stops = [
      this.session.start(),
      this.wait.start(),
      this.settings.start(),
      this.shortlist.start(),
      this.inventory.start(),
      this.requests.start(),
      this.waiting.start(),
      this.drafts.start(),
      this.phone.start(),
      this.usual.start(),
      this.card.arming.watch(),
      this.history.start(),
      this.earlier.start(),
      this.notices.start(),
      this.#bridge.app.opened((intent) => this.#intents.add(intent)),
      this.onScreen.start(),
      // After `onScreen`, which removes what belongs to a former account.
      $effect.root(() => {
        $effect(() => {
          if (this.session.isInUse) untrack(() => this.#intents.ready());
        });
      }),
      followList({
        search: this.search,
        inventory: this.inventory,
        target: this.target,
        isTable: () => this.columns !== null,
        show: (id, row) => this.#follow(id, row),
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  show(section: Section): void {
    this.section = section;
    this.pane = 'list';
    if (section === 'history') void this.history.load();
  }

  /** Shows what was asked for by the tray, a notification, another start or the quick window. Sends nothing. */
  async #fulfil(intent: Intent): Promise<void> {
    if (intent.kind === 'section') this.show(intent.section);
    else if (intent.kind === 'request') await this.showRequest(intent.requestId);
    else await this.showDevice(intent.value, intent.card);
  }

  /** A device, with its confirm card if that is wanted; the card waits, and nothing is sent. */
  async showDevice(deviceId: string, withCard = false): Promise<void> {
    this.show('devices');
    this.#openElsewhere(deviceId);
    if (withCard) await this.card.open(deviceId);
  }

  /** A request with its device, or its record in the history when it is over. */
  async showRequest(requestId: string): Promise<void> {
    const request = this.requests.byId(requestId) ?? (await this.requests.find(requestId));
    if (request !== null) {
      await this.showDevice(request.subject.deviceId);
      return;
    }
    this.history.device = null;
    this.show('history');
    this.history.selectedId = requestId;
    this.pane = 'detail';
  }

  /** The history of the device that is shown, with one of its requests when that is given. */
  showHistoryOfDevice(requestId: string | null = null): void {
    const { id, device } = this.selected;
    if (id === null || device === null || this.section !== 'devices') return;
    this.section = 'history';
    this.pane = requestId === null ? 'list' : 'detail';
    void this.history.only({ id, name: deviceName(this.page.words.messages, device) }, requestId);
  }

  /** A click on a row, or Enter on the highlighted one. */
  choose(item: ListItem): void {
    if (item.kind === 'person') this.#scope({ kind: 'person', person: item.person });
    else if (item.kind === 'app') this.#scope({ kind: 'app', app: item.app });
    else if (item.kind === 'all') this.#scope({ kind: 'all' });
    else if (item.kind === 'request') this.#open(item.request.subject.deviceId);
    else this.#open(item.device.id, item.device);
  }

  /** Enter: the focus goes to the detail of what is highlighted. Rows that are still to come are waited for. */
  async enter(): Promise<void> {
    this.section = 'devices';
    if (!this.target.isKnown && !(await this.#stillWanted(this.search.caughtUp()))) return;
    const { item } = this.place;
    if (item === null) return;
    this.choose(item);
    if (deviceIdOf(item) !== null) this.entered += 1;
  }

  /** The box has a new text: its rows are another list. */
  type(text: string): void {
    this.section = 'devices';
    this.pane = 'list';
    this.#keys.cancel();
    this.place.leave();
    this.search.type(text);
  }

  /** The filters go away, so that what they hide shows; the same key puts them back. */
  flipFilters(): void {
    const { chips } = this.search;
    const isFiltered = isFiltering(chips);
    const next = isFiltered ? noChips : this.#putAside;
    this.#putAside = isFiltered ? chips : noChips;
    if (!isFiltering(next) && !isFiltered) return;
    this.place.leave();
    this.search.filter(next);
  }

  #scope(scope: SearchScope): void {
    this.place.leave();
    void this.search.show(scope);
  }

  /**
   * Opens the confirm card of the highlighted device, or of nothing: people and apps have none, and one that is only similar
   * to the text must be chosen first. A key that came before the rows did acts only on the one device that the text names.
   */
  async ask(): Promise<void> {
    this.section = 'devices';
    if (keyVerdict(this.#rowAtKey) === 'find' && !(await this.#findCertain())) return;
    const { id, row } = this.target;
    if (id === null || !this.canAsk || this.card.isFor(id)) return;
    if (keyVerdict({ ...this.#rowAtKey, isTooSoon: false }) !== 'act') {
      this.page.feedback.refuse(this.#chooseFirst);
      return;
    }
    this.#open(id, row);
    // What was searched for says nothing of a device that was opened from elsewhere.
    await this.card.open(id, this.place.item === null ? '' : this.search.ticket);
  }

  /** Goes back to the device that was shown before the highlight left it. */
  backToPrevious(): void {
    const { id, device } = this.selected;
    if (id === null) return;
    this.#openElsewhere(id, device);
    this.entered += 1;
  }

  async #findCertain(): Promise<boolean> {
    const item = await this.#stillWanted(this.search.certain(() => this.model.devices()));
    if (item !== null) {
      const index = this.model.indexOf(item.key);
      if (index >= 0) this.place.choose(index);
      else this.place.open(item.device.id);
      return true;
    }
    const verdict = verdictWithoutFind(this.#rowAtKey);
    if (verdict !== 'nothing')
      this.page.feedback.refuse(verdict === 'again' ? this.page.words.messages.search.askAgain() : this.#chooseFirst);
    return false;
  }

  get #rowAtKey(): RowAtKey {
    const { place, search, target } = this;
    return {
      isKnown: target.isKnown,
      isTooSoon: !place.isChosen && search.isTooSoon(place.item),
      isArmed: place.isArmed,
      isThere: target.id !== null,
    };
  }

  /** What a key waited for; null when another key came meanwhile, or a row was chosen. */
  async #stillWanted<T>(answer: Promise<T>): Promise<T | null> {
    const isLatest = this.#keys.press();
    const value = await answer;
    return isLatest() && !this.place.isChosen ? value : null;
  }

  /** Why the highlighted device is not acted on yet. */
  get #chooseFirst(): string {
    return doubtText(this.page.words.messages, { isChosen: false, isRest: this.target.isRest });
  }

  /** Why no device of this tenant can be helped. */
  get obstacle(): FailureCode | null {
    return this.session.tenant === null ? null : assistanceObstacle(this.session.tenant);
  }

  get canAsk(): boolean {
    return this.session.signedIn && this.card.phase !== 'sending' && this.obstacle === null;
  }

  /** Opens what is highlighted. `row`: what the list knows of it. */
  #open(deviceId: string, row: DeviceRow | null = this.model.device(deviceId)): void {
    this.place.hold();
    if (!this.card.isFor(deviceId)) this.card.cancel();
    this.pane = 'detail';
    void this.selected.open(deviceId, row);
  }

  /** From a card that cannot help: the same person's other device, with a card of its own. */
  async askOther(device: ManagedDevice): Promise<void> {
    this.#openElsewhere(device.id);
    await this.card.open(device.id);
  }

  /** Opens a device that need not be in the list: it is what keys act on until the technician moves or types. */
  #openElsewhere(deviceId: string, row: DeviceRow | null = this.model.device(deviceId)): void {
    this.place.open(deviceId);
    this.#open(deviceId, row);
  }

  /** The detail shows what is highlighted, and a card of another device goes away. */
  #follow(id: string | null, row: DeviceRow | null): void {
    if (!this.card.isFor(id)) this.card.cancel();
    if (id !== null) this.selected.preview(id, row, this.place.isChosen || this.search.folded !== '');
  }

  /** From history: the device is opened with its card. */
  async repeat(request: AssistanceRequest): Promise<void> {
    this.section = 'devices';
    this.#openElsewhere(request.subject.deviceId);
    await this.card.open(request.subject.deviceId);
    this.card.ticket ||= request.ticket;
    this.card.reason ||= request.reason;
  }

  /** Brings back what was typed: the card of its device, or the note of its request. */
  async openDraft(draft: Draft): Promise<void> {
    const { deviceId } = draft.subject;
    if (draft.kind === 'note' && this.requests.byId(draft.requestId) === null) {
      await this.showRequest(draft.requestId);
      return;
    }
    this.section = 'devices';
    this.#openElsewhere(deviceId);
    if (draft.kind === 'request') await this.card.open(deviceId);
  }

  /** Returns whether it was saved; then nothing of it is a draft any more. */
  async saveNote(requestId: string, note: string): Promise<boolean> {
    this.drafts.leave({ kind: 'note', requestId, note });
    return this.requests.note(requestId, note);
  }

  openNextReady(): void {
    const next = this.requests.ready[0];
    if (next === undefined) return;
    this.section = 'devices';
    this.#openElsewhere(next.subject.deviceId);
    void this.requests.do('open', next.id);
  }

  /** Copies what to say on the phone about the request that is shown. */
  copySentence(): void {
    const request = this.section === 'history' ? this.pastRequest : this.section === 'devices' ? this.request : null;
    if (request !== null) this.page.copy(this.phone.sentenceFor(request), this.page.words.messages.hero.copied());
  }

  refresh(): void {
    if (this.section === 'history') void this.history.load();
    else if (this.section === 'devices') {
      void this.search.run();
      void this.selected.refresh();
      if (this.inventory.view?.state === 'ready') void this.inventory.refresh(false);
    }
  }

  /** Another account or tenant: nothing of the old one stays on screen. */
  #forget(): void {
    this.#intents.drop();
    this.card.cancel();
    this.search.chips = noChips;
    this.#putAside = noChips;
    this.search.local.drop();
    this.search.clear();
    this.selected.close();
    this.place.leave();
    this.pane = 'list';
    this.earlier.drop();
    this.history.device = null;
    this.history.entries = [];
    this.history.total = 0;
    this.history.selectedId = null;
    if (this.section === 'history') void this.history.load();
  }
}
