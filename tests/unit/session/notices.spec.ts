import { describe, expect, it, vi } from 'vitest';
import { createNotices } from '../../../main/session/notices';

describe('notices', () => {
  it('reports the same thing once and keeps it until it is dismissed', () => {
    const changed = vi.fn();
    const notices = createNotices(changed);
    notices.add({ code: 'storage.damaged' }, 'settings');
    notices.add({ code: 'storage.damaged' }, 'settings');
    notices.add({ code: 'storage.damaged' }, 'history');
    expect(notices.current().map(({ about }) => about)).toEqual(['settings', 'history']);
    const [first] = notices.current();
    expect(notices.dismiss(first?.id ?? '')).toHaveLength(1);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('reports a problem of the computer once, whichever part of the app meets it', () => {
    const notices = createNotices(() => undefined);
    for (const about of ['history', 'drafts', 'inventory', null]) notices.add({ code: 'storage.full' }, about);
    notices.add({ code: 'network.clock', why: 'skew', skew: 400 }, null);
    notices.add({ code: 'network.clock', why: 'skew', skew: 401 }, 'sign-in');
    expect(notices.current().map(({ failure }) => failure.code)).toEqual(['storage.full', 'network.clock']);
  });

  it('withdraws a fixed problem, and announces it only if there was one', () => {
    const changed = vi.fn();
    const notices = createNotices(changed);
    notices.add({ code: 'storage.damaged' }, 'policy');
    notices.add({ code: 'storage.damaged' }, 'history');
    notices.withdraw('policy');
    notices.withdraw('policy');
    expect(notices.current().map(({ about }) => about)).toEqual(['history']);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('treats an unknown id as dismissed', () => {
    const notices = createNotices(() => undefined);
    expect(notices.dismiss('notice-7')).toEqual([]);
  });
});
