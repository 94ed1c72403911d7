import { join } from 'node:path';
import * as v from 'valibot';
import type { RequestSubject } from '../../shared/contract/requests';
import type { Failure, Outcome } from '../../shared/failure';
import type { PhoneLanguageId } from '../../shared/phone';
import { isPhoneLanguage } from '../../shared/phone';
import { err, ok } from '../../shared/result';
import { createSerial } from '../../shared/serial';
import type { Owner } from '../auth/owner';
import { isSameOwner, withCloud } from '../auth/owner';
import type { DocumentSpec } from '../store/document';
import { partitionName } from '../store/partition';
import type { PrivateDocument } from '../store/private-document';
import { openPrivateDocument } from '../store/private-document';

/** Of one owner; the one chosen longest ago is deleted when there is one more. */
export const MOST_CHOICES = 500;

const ChoiceSchema = v.looseObject({
  /** UPN in lower case, or the device id where the device has no user. */
  person: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  /** May be one that only a later version knows. */
  language: v.pipe(v.string(), v.maxLength(35)),
});
type Choice = v.InferOutput<typeof ChoiceSchema>;

const spec: DocumentSpec<readonly Choice[]> = {
  empty: [],
  steps: [(old) => old],
  parse: (raw) =>
    v
      .parse(v.array(v.unknown()), raw)
      .slice(0, MOST_CHOICES)
      .flatMap((one) => {
        const read = v.safeParse(ChoiceSchema, one);
        return read.success ? [read.output] : [];
      }),
};

interface Parts {
  /** Absolute; each owner has a folder below it. */
  readonly folder: string;
  readonly now: () => number;
  /** Who is signed in; null while no one is. */
  readonly owner: () => Owner | null;
  /** The subject of one of the owner's requests; null for one that is not theirs. */
  readonly subjectOf: (owner: Owner, requestId: string) => Promise<RequestSubject | null>;
  readonly onChange: () => void;
  readonly onNotice: (failure: Failure) => void;
}

/** The language in which each user is spoken to on the phone, where the technician has chosen one. */
export interface PhoneChoices {
  /** For the user of a request; null where none was chosen. */
  language(requestId: string): Promise<PhoneLanguageId | null>;
  /** `input.invalid` for a request that is not there. */
  choose(requestId: string, language: PhoneLanguageId): Promise<Outcome<null>>;
  /** Deletes all choices of an owner with every copy. */
  forget(owner: Owner): Promise<Outcome<null>>;
}

export function createPhoneChoices({ folder, now, owner, subjectOf, onChange, onNotice }: Parts): PhoneChoices {
  const opened = new Map<string, PrivateDocument<readonly Choice[]>>();
  const saving = createSerial();

  const documentOf = (whose: Owner): PrivateDocument<readonly Choice[]> => {
    const partition = partitionName(...withCloud(whose, whose.homeAccountId, whose.tenantId));
    const known = opened.get(partition);
    if (known !== undefined) return known;
    const document = openPrivateDocument({ folder: join(folder, partition), name: 'phone', spec, now });
    if (document.notice !== null) onNotice(document.notice);
    opened.set(partition, document);
    return document;
  };

  /** The signed-in technician and the user of their request; null where either is not there any more. */
  const personOf = async (requestId: string): Promise<{ readonly whose: Owner; readonly person: string } | null> => {
    const whose = owner();
    const subject = whose === null ? null : await subjectOf(whose, requestId);
    const still = owner();
    if (whose === null || subject === null || still === null || !isSameOwner(whose, still)) return null;
    const person = (subject.upn.trim().toLowerCase() || subject.deviceId).slice(0, 400);
    return person === '' ? null : { whose, person };
  };

  return {
    async language(requestId) {
      const found = await personOf(requestId);
      if (found === null) return null;
      const language = documentOf(found.whose)
        .load()
        .find(({ person }) => person === found.person)?.language;
      return language !== undefined && isPhoneLanguage(language) ? language : null;
    },
    async choose(requestId, language) {
      const found = await personOf(requestId);
      if (found === null) return err({ code: 'input.invalid' });
      const { whose, person } = found;
      const saved = await saving(() => {
        const document = documentOf(whose);
        const others = document.load().filter((one) => one.person !== person);
        return document.save([{ person, language }, ...others].slice(0, MOST_CHOICES));
      });
      if (saved.ok) onChange();
      return saved;
    },
    async forget(whose) {
      const gone = await saving(() => documentOf(whose).forget());
      if (gone.ok) onChange();
      return gone.ok ? ok(null) : gone;
    },
  };
}
