import * as v from 'valibot';
import type { Clock } from '../../shared/clock';
import type { DocumentSpec } from '../store/document';
import type { DocumentFile } from '../store/document-file';
import { openDocument } from '../store/document-file';
import type { RetentionState } from './retention-state';
import { LONGEST_DAYS, noRetention } from './retention-state';

const Days = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_DAYS));
const Ms = v.pipe(v.number(), v.finite());

const StateSchema = v.object({
  profiles: v.optional(
    v.record(
      v.string(),
      v.object({
        days: Days,
        next: v.nullable(v.object({ days: Days, due: Ms, at: Ms, by: v.picklist(['person', 'policy']) })),
        tenantId: v.string(),
        name: v.string(),
      }),
    ),
    {},
  ),
  partitions: v.optional(v.record(v.string(), v.array(v.string())), {}),
  time: v.optional(
    v.nullable(
      v.object({ passed: Ms, base: Ms, wall: Ms, uptime: Ms, doubt: v.nullable(v.object({ base: Ms, since: Ms })) }),
    ),
    null,
  ),
}) satisfies v.GenericSchema<unknown, RetentionState>;

/** Without the file no retention is known, and nothing is deleted before the technician was asked. */
const spec: DocumentSpec<RetentionState> = { empty: noRetention, steps: [(old) => old], parse: v.parser(StateSchema) };

/** `retention.json` in the user-data folder. */
export const openRetentionFile = (folder: string, clock: Clock): DocumentFile<RetentionState> =>
  openDocument({ folder, name: 'retention', spec, now: () => clock.now() });
