/** One request that the practice tenant answered. Never holds tokens, codes or bodies. */
export interface RequestRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Graph requests keep their query; sign-in requests do not, because it carries secrets. */
  readonly path: string;
  /** 0 when the connection was dropped. */
  readonly status: number;
  readonly clientRequestId?: string;
  readonly inBatch?: true;
}

export interface RequestLog {
  readonly records: readonly RequestRecord[];
  /** All requests ever seen, also those that the bounded list has let go. */
  readonly total: number;
  readonly add: (record: RequestRecord) => void;
  readonly clear: () => void;
}

/** Keeps the newest records, at most `limit`. */
export function createRequestLog(limit = 20_000): RequestLog {
  const records: RequestRecord[] = [];
  let total = 0;
  return {
    records,
    get total() {
      return total;
    },
    add: (record) => {
      total += 1;
      records.push(record);
      if (records.length > limit) records.splice(0, Math.ceil(limit / 10));
    },
    clear: () => {
      records.length = 0;
      total = 0;
    },
  };
}
