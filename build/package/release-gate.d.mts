export function requireReleasable(what: { readonly version: string; readonly wanted: string; readonly standIn: boolean; readonly today: Date }): void;
