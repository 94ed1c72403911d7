import type { ManagedDevice } from '../../../shared/managed-device';
import { foldAll } from '../../../shared/search/fold';
import { joinedWord, withoutSeparators } from '../../../shared/search/joined';
import { matchDevice, searchedFields, termsOf } from '../../../shared/search/match';
import { compareHits } from '../../../shared/search/rank';
import { shownText } from '../../../shared/search/shown';
import { mean } from './measures';
import type { BenchQuery } from './queries';

/** Queries with more answers than this are left out: any ten of them would do. */
const ANSWERS_LIMIT = 20_000;

export interface Truth {
  readonly query: BenchQuery;
  /** Places of all devices that answer. */
  readonly all: ReadonlySet<number>;
  readonly best: readonly number[];
}

/** All texts that a device is found by, except for ids: the input of a general library. */
export const textOf = (device: ManagedDevice): string =>
  [
    ...new Set(
      searchedFields
        .filter((field) => field !== 'id' && field !== 'entraId')
        .flatMap((field) => foldAll(shownText(device, field)).map((folded) => folded.text)),
    ),
  ].join(' ');

/** What a scan of all devices by the shared rules finds for what was meant. */
export function truths(
  devices: readonly ManagedDevice[],
  texts: readonly string[],
  queries: readonly BenchQuery[],
): readonly Truth[] {
  const joined = texts.map(withoutSeparators);
  return queries.flatMap((query) => {
    const terms = termsOf(query.meant);
    const mayHave = (place: number, term: string): boolean => {
      const word = joinedWord(term);
      return texts[place]?.includes(term) === true || (word !== null && joined[place]?.includes(word) === true);
    };
    const places = texts.flatMap((_, place) => (terms.every((term) => mayHave(place, term)) ? [place] : []));
    if (places.length === 0 || places.length > ANSWERS_LIMIT) return [];
    const hits = places.flatMap((place) => {
      const device = devices[place];
      const match = device === undefined ? null : matchDevice(device, terms);
      return device === undefined || match === null
        ? []
        : [{ place, device, match, pinned: false, recent: false, stale: false }];
    });
    return [
      {
        query,
        all: new Set(hits.map(({ place }) => place)),
        best: hits
          .sort(compareHits)
          .slice(0, 10)
          .map(({ place }) => place),
      },
    ];
  });
}

export interface Recall {
  /** Of ten answers, how many are right; queries as they were meant, and queries with a typo. */
  readonly exact: number;
  readonly typo: number;
  readonly queries: number;
}

/** Recall at ten, over as many of the queries as `goOn` allows. */
export function recallOf(
  asked: readonly { readonly text: string; readonly isSimilar: boolean; readonly all: ReadonlySet<number> }[],
  search: (text: string) => readonly number[],
  goOn: () => boolean = () => true,
): Recall {
  const shares = { exact: [] as number[], typo: [] as number[] };
  for (const { text, isSimilar, all } of asked) {
    const right = search(text)
      .slice(0, 10)
      .filter((place) => all.has(place)).length;
    shares[isSimilar ? 'typo' : 'exact'].push(right / Math.min(10, all.size));
    if (!goOn()) break;
  }
  return { exact: mean(shares.exact), typo: mean(shares.typo), queries: shares.exact.length + shares.typo.length };
}
