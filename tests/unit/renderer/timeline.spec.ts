import { describe, expect, it } from 'vitest';
import { timelineRows } from '../../../renderer/features/requests/timeline';
import type { RequestState, RequestStep } from '../../../shared/contract/requests';
import { requestStates } from '../../../shared/contract/requests';
import { aRequest } from '../../support/builders';

const steps = (...states: RequestState[]): RequestStep[] =>
  states.map((state, index) => ({ state, at: new Date(index * 1000).toISOString(), cause: null }));
const shown = (...states: RequestState[]): string[] =>
  timelineRows(aRequest({ state: states.at(-1)!, steps: steps(...states) })).map(
    ({ state, tone }) => `${state} ${tone}`,
  );

describe('timelineRows', () => {
  it('shows the past steps, the current one and those still to come', () => {
    expect(shown('sending', 'accepted', 'waiting')).toEqual([
      'sending done',
      'accepted done',
      'waiting current',
      'ready todo',
      'opened todo',
    ]);
  });

  it('shows no future steps after an end', () => {
    expect(shown('sending', 'failed')).toEqual(['sending neutral', 'failed failed']);
    expect(shown('sending', 'accepted', 'waiting', 'expired')).toEqual([
      'sending done',
      'accepted done',
      'waiting neutral',
      'expired warning',
    ]);
  });

  it('shows no future steps while the outcome is unknown', () => {
    expect(shown('sending', 'unknown')).toEqual(['sending warning', 'unknown warning']);
  });

  it('continues after an unknown outcome was resolved', () => {
    expect(shown('sending', 'unknown', 'waiting')).toEqual([
      'sending warning',
      'unknown warning',
      'waiting current',
      'ready todo',
      'opened todo',
    ]);
  });

  it('ticks only steps that are known to have happened', () => {
    expect(shown('sending', 'accepted', 'waiting', 'ready', 'opened')).toEqual([
      'sending done',
      'accepted done',
      'waiting done',
      'ready done',
      'opened done',
    ]);
    expect(shown('sending', 'accepted', 'waiting', 'given-up')[2]).toBe('waiting neutral');
    expect(shown('sending', 'accepted', 'waiting', 'expired', 'ready').slice(2, 5)).toEqual([
      'waiting neutral',
      'expired neutral',
      'ready current',
    ]);
  });

  it('shows a state once that was entered twice in a row', () => {
    expect(shown('sending', 'accepted', 'accepted', 'waiting')).toHaveLength(5);
  });

  it.each(requestStates)('has a key of its own for every row (%s)', (state) => {
    const rows = timelineRows(aRequest({ state, steps: steps('sending', 'unknown', 'waiting', 'unknown', state) }));
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});
