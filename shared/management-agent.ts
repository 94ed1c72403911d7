/** What manages a device in addition to Intune, or instead of it. */
export type OtherManager = 'config-manager' | 'defender' | 'exchange' | 'jamf' | 'basic-mobility';

export interface OtherManagement {
  readonly by: OtherManager;
  /** Intune manages it too. */
  readonly isShared: boolean;
}

const others: Readonly<Record<string, OtherManager>> = {
  eas: 'exchange',
  easintuneclient: 'exchange',
  easmdm: 'exchange',
  jamf: 'jamf',
  microsoft365managedmdm: 'basic-mobility',
  mssense: 'defender',
};
/** Combined with Intune. */
const shared: ReadonlySet<string> = new Set(['easintuneclient', 'easmdm']);

/**
 * What Graph's `managementAgent` says against a request; null for Intune alone and for an unknown value. Values of
 * Configuration Manager share a prefix, and contain `Mdm` when the device is co-managed.
 */
export function otherManagement(agent: string): OtherManagement | null {
  const word = agent.toLowerCase();
  if (word.startsWith('configurationmanager')) return { by: 'config-manager', isShared: word.includes('mdm') };
  const by = Object.hasOwn(others, word) ? others[word] : undefined;
  return by === undefined ? null : { by, isShared: shared.has(word) };
}
