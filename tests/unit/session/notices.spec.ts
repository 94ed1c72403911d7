import { describe, expect, it, vi } from 'vitest';
import { createNotices } from '../../../main/session/notices';

describe('notices', () => {
  it('tells the same thing once and keeps it until it is dismissed', () => {
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

  it('takes an unknown id for dismissed', () => {
    const notices = createNotices(() => undefined);
    expect(notices.dismiss('notice-7')).toEqual([]);
  });
});
