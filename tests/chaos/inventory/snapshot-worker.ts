import { join } from 'node:path';
import { DeviceIndex } from '../../../main/inventory/index/device-index';
import { snapshotSegments } from '../../../main/inventory/snapshot/content';
import { readSnapshot, writeSnapshot } from '../../../main/inventory/snapshot/snapshot';
import { sweepTempFiles } from '../../../main/store/durable-write';
import { aDevice } from '../../support/builders';

/** One run of the app: opens the snapshot of its tenant, then changes and saves the inventory until it is killed. Arguments: folder, tenant, key. */
const [folder = '', tenantId = '', key = ''] = process.argv.slice(2);
const place = {
  path: join(folder, 'inventory.snapshot'),
  owner: { tenantId, accountId: 'a' },
  key: Buffer.from(key, 'hex'),
};

sweepTempFiles(folder);
const read = await readSnapshot(place);
let generation = read.kind === 'read' ? (read.state as { generation: number }).generation : 0;
process.send?.({ opened: read.kind === 'read' ? 'read' : read.reason, generation });

for (;;) {
  generation += 1;
  const index = new DeviceIndex();
  index.upsert(
    Array.from({ length: 400 }, (_, at) =>
      aDevice({ name: `${tenantId}-${generation}`, serial: `S${at}`, userName: '佐藤 健太' }),
    ),
  );
  await writeSnapshot(place, snapshotSegments(index.segments), { generation });
  process.send?.({ saved: generation });
}
