import { describe, expect, it } from 'vitest';
import { ServiceWait } from '../../../renderer/features/session/service-wait.svelte';

describe('the wait that the service asked for', () => {
  it('counts down in whole seconds to zero', () => {
    let tell: (payload: { until: string }) => void = () => undefined;
    const wait = new ServiceWait({ throttled: (listener) => ((tell = listener), () => undefined) });
    wait.start();
    expect(wait.seconds(0)).toBe(0);
    tell({ until: new Date(2_128).toISOString() });
    expect(wait.seconds(0)).toBe(3);
    expect(wait.seconds(2_000)).toBe(1);
    expect(wait.seconds(60_000)).toBe(0);
  });
});
