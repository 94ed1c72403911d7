/** Largest answer that is read, in bytes. */
export const BODY_LIMIT = 20 * 1024 * 1024;

/** Rejects with the signal's reason as soon as it aborts, whether or not the work listens to it. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The whole body as UTF-8 text; null when it is larger than the limit. */
export async function readBody(response: Response, signal: AbortSignal, limit: number = BODY_LIMIT): Promise<string | null> {
  if (response.body === null) return '';
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal);
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > limit) return null;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    // Frees the connection when the body was not read to its end; a finished stream ignores it.
    reader.cancel().catch(() => undefined);
  }
}
