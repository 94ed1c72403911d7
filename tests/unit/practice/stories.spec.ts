import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landmarks } from '../../../practice/index';
import type { Story } from '../../../practice/stories';
import { tellStory } from '../../../practice/stories';
import { signedIn, START } from './support';

const OLD = 'https://get.teamviewer.com/s1-old';
const NEW = 'https://get.teamviewer.com/s2-new';
const tell = (story: Story, waited?: number) =>
  tellStory(
    story,
    { oldUrl: OLD, newUrl: NEW, ...(waited === undefined ? {} : { acceptedAt: START }) },
    START + (waited ?? 0),
  );

describe('a story', () => {
  it('ready: no link, then the link', () => {
    const story: Story = { kind: 'ready', afterMs: 4_000 };
    expect(tell(story).url).toBe('');
    expect(tell(story, 3_999).url).toBe('');
    expect(tell(story, 3_999).actions[0]?.actionState).toBe('pending');
    expect(tell(story, 4_000).url).toBe(NEW);
    expect(tell(story, 4_000).actions[0]?.actionState).toBe('done');
  });
  it('error: details instead of a link', () => {
    const story: Story = { kind: 'error', afterMs: 3_000, details: 'broken' };
    expect(tell(story, 2_999).errorDetails).toBe('');
    expect(tell(story, 3_000)).toMatchObject({ url: '', errorDetails: 'broken' });
    expect(tell(story, 3_000).actions[0]?.actionState).toBe('failed');
  });
  it('never: pending forever', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 10 }),
        (waited) => tell({ kind: 'never' }, waited).url === '' && tell({ kind: 'never' }, waited).errorDetails === '',
      ),
    );
  });
  it('lingering: the old link until the new one', () => {
    const story: Story = { kind: 'lingering', afterMs: 5_000 };
    expect([tell(story).url, tell(story, 0).url, tell(story, 4_999).url, tell(story, 5_000).url]).toEqual([
      OLD,
      OLD,
      OLD,
      NEW,
    ]);
  });
  it('open: a session is there before the request', () => {
    expect(tell({ kind: 'open', afterMs: 4_000 })).toMatchObject({ url: OLD, actions: [{ actionState: 'active' }] });
  });
  it('offline: the device checks in first, the link comes later', () => {
    const story: Story = { kind: 'offline', backAfterMs: 90_000, afterMs: 5_000 };
    expect(tell(story, 89_999).checkedInAt).toBeUndefined();
    expect(tell(story, 90_000)).toMatchObject({ url: '', checkedInAt: START + 90_000 });
    expect(tell(story, 95_000).url).toBe(NEW);
  });
});

const select =
  '?$select=id,deviceName,lastSyncDateTime,remoteAssistanceSessionUrl,remoteAssistanceSessionErrorDetails,deviceActionResults';

describe('a device with a request', () => {
  const read = async (tenant: Awaited<ReturnType<typeof signedIn>>, id: string) =>
    (await tenant.ask(`/deviceManagement/managedDevices/${id}${select}`)).body;
  const request = (tenant: Awaited<ReturnType<typeof signedIn>>, id: string) =>
    tenant.ask(`/deviceManagement/managedDevices/${id}/requestRemoteAssistance`, { method: 'POST' });

  it('shows a believable link after its time, read by $select', async () => {
    const tenant = await signedIn();
    const { id } = landmarks.ready;
    expect((await request(tenant, id)).status).toBe(204);
    expect(tenant.control.accepted(id)).toBe(1);
    expect((await read(tenant, id))['remoteAssistanceSessionUrl']).toBe('');
    tenant.clock.pass(4_000);
    expect((await read(tenant, id))['remoteAssistanceSessionUrl']).toMatch(
      /^https:\/\/get\.teamviewer\.com\/s\d{9}-[A-Za-z0-9]{14}$/,
    );
  });
  it('gets another link for another request', async () => {
    const tenant = await signedIn();
    const { id } = landmarks.lingering;
    const links = [String((await read(tenant, id))['remoteAssistanceSessionUrl'])];
    for (const _ of [1, 2]) {
      await request(tenant, id);
      expect((await read(tenant, id))['remoteAssistanceSessionUrl']).toBe(links.at(-1));
      tenant.clock.pass(5_000);
      links.push(String((await read(tenant, id))['remoteAssistanceSessionUrl']));
    }
    expect(new Set(links).size).toBe(3);
  });
  it('counts as checked in once it is back online', async () => {
    const tenant = await signedIn();
    const { id } = landmarks.offline;
    const before = (await read(tenant, id))['lastSyncDateTime'];
    await request(tenant, id);
    tenant.clock.pass(90_000);
    const after = (await read(tenant, id))['lastSyncDateTime'];
    expect(after).not.toBe(before);
    expect(Date.parse(String(after))).toBe(START + 90_000);
  });
  it('follows another story and shows a planted link when set', async () => {
    const tenant = await signedIn();
    const { id } = landmarks.never;
    tenant.control.setStory(id, { kind: 'ready', afterMs: 1_000 });
    tenant.control.setSessionUrl(id, 'javascript:alert(1)');
    await request(tenant, id);
    tenant.clock.pass(1_000);
    expect((await read(tenant, id))['remoteAssistanceSessionUrl']).toBe('javascript:alert(1)');
  });
  it('is refused without a reason when its enrolment is not supported', async () => {
    const tenant = await signedIn();
    const answer = await request(tenant, landmarks.refused.id);
    expect(answer.status).toBe(400);
    expect(answer.body.error?.code).toBe('BadRequest');
    expect(tenant.control.accepted(landmarks.refused.id)).toBe(0);
  });
  it('is refused while the connector is not set up', async () => {
    const tenant = await signedIn();
    tenant.control.setConnector('notOnboarded');
    expect((await request(tenant, landmarks.ready.id)).status).toBe(400);
  });
  it.each(['a', '00000000-0000-4000-8000-000000000000', '..%2F..'])('is not found under the id %s', async (id) => {
    expect((await request(await signedIn(), id)).status).toBeGreaterThanOrEqual(400);
  });
});
