import { EventEmitter, once } from 'node:events';
import dbus from 'dbus-next';

const { Message, Variant } = dbus;
const { Interface } = dbus.interface;

const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

export interface SeenNotification {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
}

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly separator: boolean;
}

class Watcher extends Interface {
  readonly items: string[] = [];
  readonly #events: EventEmitter;
  constructor(events: EventEmitter) {
    super('org.kde.StatusNotifierWatcher');
    this.#events = events;
  }
  RegisterStatusNotifierItem(service: string): void {
    this.items.push(service);
    this.#events.emit('item', service);
  }
  RegisterStatusNotifierHost(): void {}
  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
  StatusNotifierItemRegistered(service: string): string {
    return service;
  }
  StatusNotifierHostRegistered(): void {}
}
Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's', outSignature: '' },
    RegisterStatusNotifierHost: { inSignature: 's', outSignature: '' },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
  signals: {
    StatusNotifierItemRegistered: { signature: 's' },
    StatusNotifierHostRegistered: { signature: '' },
  },
});

class Notifications extends Interface {
  #count = 0;
  readonly #events: EventEmitter;
  constructor(events: EventEmitter) {
    super('org.freedesktop.Notifications');
    this.#events = events;
  }
  Notify(_app: string, _replaces: number, _icon: string, summary: string, body: string): number {
    this.#count += 1;
    this.#events.emit('notification', { id: this.#count, summary, body } satisfies SeenNotification);
    return this.#count;
  }
  CloseNotification(id: number): void {
    this.NotificationClosed(id, 3);
  }
  GetCapabilities(): string[] {
    return ['actions', 'body', 'persistence'];
  }
  GetServerInformation(): string[] {
    return ['Deskside tests', 'Deskside', '1.0', '1.2'];
  }
  ActionInvoked(id: number, key: string): [number, string] {
    return [id, key];
  }
  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }
}
Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u', outSignature: '' },
    GetCapabilities: { inSignature: '', outSignature: 'as' },
    GetServerInformation: { inSignature: '', outSignature: 'ssss' },
  },
  signals: { ActionInvoked: { signature: 'us' }, NotificationClosed: { signature: 'uu' } },
});

export interface Tray {
  entries(): Promise<readonly MenuEntry[]>;
  /** Clicks the entry whose label is, or starts with, this text. */
  click(label: string): Promise<void>;
  tooltip(): Promise<string>;
}

export interface Desktop {
  readonly notifications: readonly SeenNotification[];
  /** The tray of the app that registered last. */
  tray(): Promise<Tray>;
  clickNotification(id: number): void;
  stop(): void;
}

/** The parts of a desktop shell that the app talks to: a tray host and a notification server on the session bus. */
export async function startDesktop(): Promise<Desktop> {
  const bus = dbus.sessionBus();
  const events = new EventEmitter();
  const watcher = new Watcher(events);
  const server = new Notifications(events);
  const notifications: SeenNotification[] = [];
  events.on('notification', (seen: SeenNotification) => notifications.push(seen));
  bus.export('/StatusNotifierWatcher', watcher);
  bus.export('/org/freedesktop/Notifications', server);
  await bus.requestName('org.kde.StatusNotifierWatcher', 0);
  await bus.requestName('org.freedesktop.Notifications', 0);

  // Chromium's objects answer no introspection: raw calls, no proxies.
  const ask = async (
    destination: string,
    path: string,
    iface: string,
    member: string,
    signature: string,
    body: unknown[],
  ) => {
    const reply = await bus.call(new Message({ destination, path, interface: iface, member, signature, body }));
    return (reply?.body ?? []) as unknown[];
  };

  return {
    notifications,
    clickNotification: (id) => server.ActionInvoked(id, 'default'),
    stop: () => bus.disconnect(),
    async tray() {
      if (watcher.items.length === 0) await once(events, 'item');
      const service = watcher.items.at(-1) ?? '';
      const [menu] = (await ask(service, '/StatusNotifierItem', PROPERTIES, 'Get', 'ss', [ITEM, 'Menu'])) as [
        { value: string },
      ];
      const entries = async (): Promise<readonly MenuEntry[]> => {
        const [, layout] = await ask(service, menu.value, MENU, 'GetLayout', 'iias', [0, -1, []]);
        return flatten((layout as Layout)[2]);
      };
      return {
        entries,
        async tooltip() {
          const [all] = (await ask(service, '/StatusNotifierItem', PROPERTIES, 'GetAll', 's', [ITEM])) as [
            Record<string, { value: unknown }>,
          ];
          const tip = all['ToolTip']?.value as [string, unknown, string, string] | undefined;
          return tip?.[2] ?? textOf(all['Title']);
        },
        async click(label) {
          const found = (await entries()).find((entry) => entry.label === label || entry.label.startsWith(label));
          if (!found) throw new Error(`The tray menu has no entry "${label}"`);
          const time = Math.floor(Date.now() / 1000);
          await ask(service, menu.value, MENU, 'Event', 'isvu', [found.id, 'clicked', new Variant('i', 0), time]);
        },
      };
    },
  };
}

const textOf = (property: { value: unknown } | undefined): string =>
  typeof property?.value === 'string' ? property.value : '';

type Layout = [number, Record<string, { value: unknown }>, { value: Layout }[]];

function flatten(children: readonly { value: Layout }[]): readonly MenuEntry[] {
  return children.flatMap(({ value: [id, properties, below] }) => [
    {
      id,
      label: textOf(properties['label']).replace(/_(?=\S)/g, ''),
      enabled: properties['enabled']?.value !== false,
      separator: properties['type']?.value === 'separator',
    },
    ...flatten(below),
  ]);
}
