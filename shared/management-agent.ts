/** What manages a device beside Intune, or in its place. */
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
/** Of which Intune is one of two. */
const shared: ReadonlySet<string> = new Set(['easintuneclient', 'easmdm']);

/**
 * What `managementAgent` of Graph tells against a request; null when it tells nothing: Intune alone, or a value that is not known
 * here. Values of Configuration Manager begin alike, and name `Mdm` when the device is co-managed.
 */
export function otherManagement(agent: string): OtherManagement | null {
  const word = agent.toLowerCase();
  if (word.startsWith('configurationmanager')) return { by: 'config-manager', isShared: word.includes('mdm') };
  const by = Object.hasOwn(others, word) ? others[word] : undefined;
  return by === undefined ? null : { by, isShared: shared.has(word) };
}
