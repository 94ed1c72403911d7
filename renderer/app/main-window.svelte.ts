import type { Place } from '../../shared/contract/app';
import type { AssistanceRequest } from '../../shared/contract/requests';
import type { AppBridge } from '../bridge/bridge';
import { DeviceSearch } from '../features/devices/device-search.svelte';
import type { ListItem } from '../features/devices/list-items';
import { resultGroups, shortGroups } from '../features/devices/list-items';
import { SelectedDevice } from '../features/devices/selected-device.svelte';
import { ShortlistState } from '../features/devices/shortlist.svelte';
import { History } from '../features/history/history.svelte';
import { Notices } from '../features/notices/notices.svelte';
import { RequestCard } from '../features/requests/request-card.svelte';
import { Requests } from '../features/requests/requests.svelte';
import { ServiceWait } from '../features/session/service-wait.svelte';
import { SessionState } from '../features/session/session.svelte';
import { Settings } from '../features/settings/settings.svelte';
import { changesOfState } from './announce';
import { pageClock } from './clock';
import type { Page } from './page.svelte';
import { applySettings } from './page.svelte';

export type Section = 'devices' | 'history' | 'settings';

const deviceIdOf = (item: ListItem): string | null =>
  item.kind === 'device' ? item.device.id : item.kind === 'request' ? item.request.subject.deviceId : null;

/** Everything the main window shows, and how its parts work together. The parts do not know each other. */
export class MainWindow {
  section = $state<Section>('devices');
  /** In a narrow window the list or the detail is shown. */
  pane = $state<'list' | 'detail'>('list');
  activeKey = $state<string | null>(null);

  readonly session: SessionState;
  readonly wait: ServiceWait;
  readonly search: DeviceSearch;
  readonly shortlist: ShortlistState;
  readonly selected: SelectedDevice;
  readonly requests: Requests;
  readonly card: RequestCard;
  readonly history: History;
  readonly settings: Settings;
  readonly notices: Notices;
  readonly page: Page;

  readonly groups = $derived.by(() => {
    const { messages } = this.page.words;
    return this.search.empty ? shortGroups(messages, this.requests.running, this.shortlist.list) : resultGroups(messages, this.search);
  });
  readonly items = $derived(this.groups.flatMap((group) => group.items));
  /** The request shown with the selected device. */
  readonly request = $derived.by(() => (this.selected.id === null ? null : this.requests.ofDevice(this.selected.id)));
  readonly openKey = $derived.by(() => {
    const { id } = this.selected;
    return id === null ? null : (this.items.find((item) => deviceIdOf(item) === id)?.key ?? null);
  });

  readonly #bridge: AppBridge;

  constructor(bridge: AppBridge, page: Page) {
    this.#bridge = bridge;
    this.page = page;
    this.session = new SessionState(bridge.session);
    this.wait = new ServiceWait(bridge.app);
    this.search = new DeviceSearch(bridge.devices, pageClock);
    this.shortlist = new ShortlistState(bridge.devices);
    this.selected = new SelectedDevice(bridge.devices);
    this.requests = new Requests(bridge.requests, (before, after) => {
      const news = changesOfState(page.words, before, after);
      if (news !== '') page.feedback.announce(news);
    });
    this.card = new RequestCard(bridge.requests, (request) => this.requests.put(request));
    this.history = new History(bridge.history, pageClock);
    this.settings = new Settings(bridge.settings, (view) => applySettings(page.words, view));
    this.notices = new Notices(bridge.app);
  }

  /** Subscribes to everything; answers the stop. */
  start(): () => void {
    const stops = [
      this.session.start(),
      this.wait.start(),
      this.settings.start(),
      this.shortlist.start(),
      this.requests.start(),
      this.history.start(),
      this.notices.start(),
      this.#bridge.app.navigate((place) => void this.goTo(place)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  show(section: Section): void {
    this.section = section;
    this.pane = 'list';
    if (section === 'history') void this.history.load();
  }

  /** Follows a notification, the tray or the quick window. A card opens and waits; nothing is sent. */
  async goTo(place: Place): Promise<void> {
    const { section } = place;
    const running = place.requestId === null ? null : this.requests.byId(place.requestId);
    const deviceId = place.deviceId ?? running?.subject.deviceId ?? null;
    this.show(section);
    if (section === 'history' && place.requestId !== null) {
      this.history.selectedId = place.requestId;
      this.pane = 'detail';
    }
    if (section !== 'devices' || deviceId === null) return;
    this.openDevice(deviceId);
    if (place.card) await this.card.open(deviceId);
  }

  choose(item: ListItem): void {
    this.activeKey = item.key;
    if (item.kind === 'person') void this.search.show({ kind: 'person', person: item.person });
    else if (item.kind === 'app') void this.search.show({ kind: 'app', app: item.app });
    else this.openDevice(item.kind === 'device' ? item.device.id : item.request.subject.deviceId);
  }

  /** Opens the confirm card of what the list points at; people and apps have none. */
  ask(item: ListItem | null): void {
    if (item === null || item.kind === 'person' || item.kind === 'app') return;
    this.choose(item);
    this.askSelected();
  }

  askSelected(): void {
    if (this.selected.id !== null && this.canAsk) void this.card.open(this.selected.id);
  }

  get canAsk(): boolean {
    return this.session.signedIn && this.card.phase !== 'sending' && this.session.tenant?.assistanceAvailable !== false;
  }

  openDevice(deviceId: string): void {
    const item = this.items.find((one) => one.kind === 'device' && one.device.id === deviceId);
    if (this.selected.id !== deviceId && !this.card.isFor(deviceId)) this.card.cancel();
    this.pane = 'detail';
    void this.selected.open(deviceId, item?.kind === 'device' ? item.device : null);
  }

  /** From history: the device is opened with its card. */
  async repeat(request: AssistanceRequest): Promise<void> {
    this.section = 'devices';
    this.openDevice(request.subject.deviceId);
    await this.card.open(request.subject.deviceId);
    this.card.ticket ||= request.ticket;
    this.card.reason ||= request.reason;
  }

  openNextReady(): void {
    const next = this.requests.ready[0];
    if (next === undefined) return;
    this.section = 'devices';
    this.openDevice(next.subject.deviceId);
    void this.requests.do('open', next.id);
  }

  refresh(): void {
    if (this.section === 'history') void this.history.load();
    else if (this.section === 'devices') {
      void this.search.run();
      void this.selected.refresh();
    }
  }

  /** Another account or tenant: nothing of the old one stays on screen. */
  forget(): void {
    this.card.cancel();
    this.search.clear();
    this.selected.close();
    this.activeKey = null;
    this.pane = 'list';
    this.history.entries = [];
    this.history.total = 0;
    this.history.selectedId = null;
    void this.shortlist.reload();
    if (this.section === 'history') void this.history.load();
  }
}
