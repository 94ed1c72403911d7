import dbus from 'dbus-next';

const { Message, Variant } = dbus;
const SERVICE = 'org.freedesktop.secrets';
const COLLECTION = '/org/freedesktop/secrets/aliases/default';

export interface KeyringItem {
  readonly label: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly secret: string;
}

/** Puts an item into the keyring of the test's desktop, in the place of one with the same attributes. */
export async function putIntoKeyring({ label, attributes, secret }: KeyringItem): Promise<void> {
  const bus = dbus.sessionBus();
  const call = async (
    path: string,
    place: string,
    member: string,
    signature: string,
    ...body: unknown[]
  ): Promise<readonly unknown[]> =>
    (
      await bus.call(
        new Message({
          destination: SERVICE,
          path,
          interface: `org.freedesktop.Secret.${place}`,
          member,
          signature,
          body,
        }),
      )
    )?.body ?? [];
  try {
    const [, session] = await call(
      '/org/freedesktop/secrets',
      'Service',
      'OpenSession',
      'sv',
      'plain',
      new Variant('s', ''),
    );
    const properties = {
      'org.freedesktop.Secret.Item.Label': new Variant('s', label),
      'org.freedesktop.Secret.Item.Attributes': new Variant('a{ss}', attributes),
    };
    await call(
      COLLECTION,
      'Collection',
      'CreateItem',
      'a{sv}(oayays)b',
      properties,
      [session, Buffer.alloc(0), Buffer.from(secret), 'text/plain'],
      true,
    );
  } finally {
    bus.disconnect();
  }
}
