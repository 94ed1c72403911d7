import { describe, expect, it } from 'vitest';
import { shownOnce } from '../../../renderer/app/shown-once';
import type { Failure } from '../../../shared/failure';

const clock: Failure = { code: 'network.clock', why: 'skew', skew: 840 };
const late: Failure = { code: 'network.clock', why: 'certificate' };
const license: Failure = { code: 'graph.license', status: 400 };

describe('where a cause is shown', () => {
  it.each<
    readonly [
      what: string,
      above: readonly (Failure | null)[],
      problems: readonly Failure[],
      inList: readonly Failure[],
      isAffected: boolean,
    ]
  >([
    ['nothing failed', [null, null], [], [], false],
    ['the search alone', [null], [license], [license], false],
    [
      'the search, several times for one cause',
      [],
      [license, { code: 'graph.license', status: 403 }],
      [license],
      false,
    ],
    ['a notice tells it already', [null, clock], [late], [], true],
    ['a notice tells one of two', [clock], [late, license], [license], false],
    ['a notice that has nothing to do with the search', [clock], [license], [license], false],
    ['a notice, and a search that works', [clock], [], [], false],
  ])('%s', (_, above, problems, inList, isAffected) => {
    expect(shownOnce({ above, problems })).toEqual({
      inList,
      isAffected,
      all: [...above.filter((one) => one !== null), ...inList],
    });
  });
});
