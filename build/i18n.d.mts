export const locales: readonly string[];
export class MessageError extends Error {}
export function compileMessage(
  key: string,
  text: string,
): { readonly args: ReadonlyMap<string, string>; readonly body: string };
export function compileCatalogs(catalogs: Readonly<Record<string, Readonly<Record<string, string>>>>): string;
export function readCatalogs(): Promise<Record<string, Record<string, string>>>;
export function writeMessages(): Promise<void>;
