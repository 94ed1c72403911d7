/** Lets everything go on that waits only for promises and messages, not for the disk or a timer. */
export async function flush(turns = 6): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for something that the disk may take part in; the limit is that of the test. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await flush(1);
}
