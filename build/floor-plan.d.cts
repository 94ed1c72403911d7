/** A folder, a file, or a group of files without a folder of their own. */
export type Room = string | { readonly name: string; readonly files: readonly string[] };
/** Lists of floors from the ground up, by the folder that they are in. */
export const FLOORS: Readonly<Record<string, readonly (readonly Room[])[]>>;
