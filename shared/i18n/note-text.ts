import type { CardNote, CardNoteCode } from '../contract/requests';
import type { Formats } from './format';
import type { Messages } from './messages.gen';
import { stateLabel } from './state-text';

/** A fact worth knowing before sending, and what to do about it. */
export interface NoteText {
  readonly text: string;
  readonly remedy: string;
}

type Wording = (messages: Messages, note: CardNote, ago: string) => NoteText;
type PlainKey =
  | 'sessionOpen'
  | 'ownSession'
  | 'requestRunning'
  | 'neverSeen'
  | 'noUser'
  | 'notEnrolledYet'
  | 'placeholderSerial'
  | 'unsupportedPlatform'
  | 'unsupportedEnrollment'
  | 'noncompliant'
  | 'factsUnread';

const plain =
  (key: PlainKey): Wording =>
  ({ note }) => ({ text: note[key].text(), remedy: note[key].remedy() });

const managed =
  (key: 'coManaged' | 'managedElsewhere'): Wording =>
  ({ note, manager: names }, { manager = 'config-manager' }) => ({
    text: note[key].text({ manager: names[managerKeys[manager]]() }),
    remedy: note[key].remedy(),
  });

const managerKeys = {
  'config-manager': 'configManager',
  defender: 'defender',
  exchange: 'exchange',
  jamf: 'jamf',
  'basic-mobility': 'basicMobility',
} as const;

const words: Readonly<Record<CardNoteCode, Wording>> = {
  twins: ({ note }, { count, noSerial }) => ({
    text: note.twins.text({ count: count ?? 1 }),
    remedy: noSerial === true ? note.twins.remedyNoSerial() : note.twins.remedy(),
  }),
  'session-open': plain('sessionOpen'),
  'own-session': plain('ownSession'),
  'request-running': plain('requestRunning'),
  'recently-asked': (messages, { state }, ago) => {
    const { text, textOther, remedy } = messages.note.recentlyAsked;
    return {
      text: state === undefined ? textOther({ ago }) : text({ ago, state: stateLabel(messages, state) }),
      remedy: remedy(),
    };
  },
  stale: ({ note }, _fact, ago) => ({ text: note.stale.text({ ago }), remedy: note.stale.remedy() }),
  'never-seen': plain('neverSeen'),
  'no-user': plain('noUser'),
  'not-enrolled-yet': plain('notEnrolledYet'),
  'co-managed': managed('coManaged'),
  'managed-elsewhere': managed('managedElsewhere'),
  'placeholder-serial': plain('placeholderSerial'),
  'unsupported-platform': plain('unsupportedPlatform'),
  'unsupported-enrollment': plain('unsupportedEnrollment'),
  noncompliant: plain('noncompliant'),
  'facts-unread': plain('factsUnread'),
};

/** The text of a note of the confirm card; `now` in milliseconds since 1970. */
export function noteText(messages: Messages, formats: Formats, note: CardNote, now: number): NoteText {
  const ago = formats.ago(note.at === undefined ? now : Date.parse(note.at), now);
  return words[note.code](messages, note, ago);
}
