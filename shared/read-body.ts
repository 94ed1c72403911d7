/** Largest answer that is read, in bytes. */
export const BODY_LIMIT = 20 * 1024 * 1024;

/** Rejects with the signal's reason as soon as it aborts, even if the work ignores the signal. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

export interface ReadBodyOptions {
  /** Bytes. */
  readonly limit?: number;
  /** Called with the first bytes, before the rest has arrived. */
  readonly onFirstBytes?: ((bytes: Uint8Array) => void) | undefined;
}

/** The whole body in a buffer of its own; null when it is larger than the limit. */
export async function readBody(
  response: Response,
  signal: AbortSignal,
  { limit = BODY_LIMIT, onFirstBytes }: ReadBodyOptions = {},
): Promise<Uint8Array | null> {
  if (response.body === null) return new Uint8Array();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  try {
    const chunks = await untilAborted(readChunks(reader, limit, onFirstBytes), signal);
    return chunks === null ? null : joined(chunks);
  } finally {
    // Frees the connection when the body was not read to its end; a finished stream ignores it.
    reader.cancel().catch(() => undefined);
  }
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limit: number,
  onFirstBytes: ReadBodyOptions['onFirstBytes'],
): Promise<readonly Uint8Array[] | null> {
  const chunks: Uint8Array[] = [];
  for (let size = 0; size <= limit;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    if (chunks.length === 0) onFirstBytes?.(value);
    size += value.byteLength;
    chunks.push(value);
  }
  return null;
}

/** Not `Buffer.concat`, whose memory may be shared with other buffers. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** A body as UTF-8 text; empty when there is none. */
export const textOf = (bytes: Uint8Array | null): string => (bytes === null ? '' : new TextDecoder().decode(bytes));
