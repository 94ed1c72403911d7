/** `npm run chaos` asks for the full counts, `npm test` for the short ones. */
export const isFull = process.env['DESKSIDE_CHAOS'] === 'full';

/** How often a test repeats itself; DESKSIDE_CHAOS_RUNS overrides both. */
export const count = (short: number, full: number): number =>
  Number(process.env['DESKSIDE_CHAOS_RUNS'] ?? (isFull ? full : short));
