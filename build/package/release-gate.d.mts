export interface Release {
  readonly version: string;
  readonly wanted: string;
  readonly standIn: boolean;
  readonly today: Date;
  /** By the name of the member of package.json. */
  readonly contacts: Readonly<Record<string, string | undefined>>;
}

export function requireReleasable(release: Release): void;
