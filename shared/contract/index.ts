import type { PhoneLanguageId } from '../phone';
import type { AppInfo, Intent, Notice } from './app';
import { parseCopy, parseHeight, parseIntent, parseNoticeId, parsePageError } from './app';
import { call, nothing, signal } from './define';
import type { DeviceQuery } from './device-query';
import { parseDeviceQuery } from './device-query';
import type { DeviceList, DeviceRow, DeviceSearch, SearchAnswer, Shortlist } from './devices';
import { parseAppId, parseMore, parsePin, parseRead, parseSearch, parseUserId } from './devices';
import type { Draft, DraftText } from './drafts';
import { parseDraft, parseDraftId } from './drafts';
import type { ExportAnswer, ExportProgress } from './export';
import type { ClearAnswer, HistoryExport, HistoryPage, HistoryQuery } from './history';
import { parseExport, parseQuery } from './history';
import type { InventoryView, LocalAnswer, ResultPage } from './inventory';
import { parseRefresh, parseResultPage } from './inventory';
import { parsePreferences } from './preferences';
import type { AssistanceRequest, ConfirmCard, SendFailure, SendInput, WaitingRequest } from './requests';
import {
  parseDecision,
  parseHandle,
  parseNote,
  parsePhoneChoice,
  parsePrepare,
  parseRequestId,
  parseSend,
} from './requests';
import type { AccountAnswer, Session } from './session';
import { parseAccountAnswer, parseSignIn } from './session';
import type { PreferencesPatch, SettingsView } from './settings';
import { parseProfileId, parseProfileText } from './settings';

interface DeviceRef {
  readonly deviceId: string;
}
interface RequestRef {
  readonly requestId: string;
}
interface HandleRef {
  readonly handle: string;
}
interface Decision extends RequestRef {
  readonly decision: 'sent' | 'not-sent';
}

/** Every call that a window may make to the main process, and every signal that it receives. */
export const contract = {
  session: {
    current: call<void, Session>(nothing),
    /** Opens the system browser; resolves when the technician is signed in, or with the reason why not. */
    signIn: call<{ switchAccount: boolean }, Session>(parseSignIn),
    cancelSignIn: call<void, null>(nothing),
    /**
     * Answers the question of a session's `otherAccount`. Fails with `auth.cancelled` when it is no longer open, and with
     * `cancelled` when requests are under way and the technician chose to stay: then the question is still open.
     */
    answerAccount: call<{ questionId: string; answer: AccountAnswer }, null>(parseAccountAnswer),
    signOut: call<void, Session>(nothing, ['main']),
    changed: signal<Session>(),
  },
  devices: {
    /**
     * Searches Intune for one text in every way that it supports. For an empty text it returns nothing and asks
     * nothing.
     */
    search: call<DeviceSearch, SearchAnswer>(parseSearch),
    /** One device, read afresh. */
    read: call<DeviceRef & { glance?: boolean }, DeviceRow>(parseRead),
    ofPerson: call<{ userId: string }, DeviceList>(parseUserId),
    ofApp: call<{ appId: string }, DeviceList>(parseAppId),
    /** The next devices of such a list; fails with `input.invalid` when main no longer has it. */
    more: call<{ more: string }, DeviceList>(parseMore),
    shortlist: call<void, Shortlist>(nothing),
    pin: call<{ deviceId: string; pinned: boolean }, Shortlist>(parsePin),
    shortlistChanged: signal<Shortlist>(),
  },
  /** The tenant's devices as this workstation knows them. */
  inventory: {
    current: call<void, InventoryView>(nothing),
    /**
     * Answers a text, filters and an order from the local inventory alone; null when there is none. A newer query of
     * the same window ends an older one, which then fails with `cancelled`.
     */
    find: call<DeviceQuery, LocalAnswer | null>(parseDeviceQuery),
    /** Rows of an earlier answer; null when main no longer has it. */
    page: call<ResultPage, readonly DeviceRow[] | null>(parseResultPage, ['main']),
    /** Reads what changed, or everything; resumes a stopped run. Returns at once. */
    refresh: call<{ full: boolean }, null>(parseRefresh, ['main']),
    /** Stops the current run; the devices that it read stay. */
    cancel: call<void, null>(nothing, ['main']),
    /** Asks for file and format, then writes every row of the answer. */
    export: call<DeviceQuery, ExportAnswer>(parseDeviceQuery, ['main']),
    cancelExport: call<void, null>(nothing, ['main']),
    changed: signal<InventoryView>(),
    /** Null when the export is over. */
    exportProgress: signal<ExportProgress | null>(),
  },
  requests: {
    /** The requests that are not over, those that ended in this run, and those that failed or expired and were not dismissed. */
    current: call<void, readonly AssistanceRequest[]>(nothing),
    /** Reads the device afresh and makes the confirm card. Sends nothing. */
    prepare: call<DeviceRef, ConfirmCard>(parsePrepare),
    discard: call<HandleRef, null>(parseHandle),
    /** Uses up the handle and sends the request exactly once, after a wait if the rate limit is reached. */
    send: call<SendInput, AssistanceRequest, SendFailure>(parseSend),
    checkNow: call<RequestRef, AssistanceRequest>(parseRequestId),
    stopWatching: call<RequestRef, AssistanceRequest>(parseRequestId),
    /** Reads the link again, checks it and hands it to the operating system. */
    open: call<RequestRef, AssistanceRequest>(parseRequestId),
    close: call<RequestRef, AssistanceRequest>(parseRequestId),
    decide: call<Decision, AssistanceRequest>(parseDecision),
    note: call<RequestRef & { note: string }, AssistanceRequest>(parseNote),
    /** Hides an ended request; it stays in the history. */
    dismiss: call<RequestRef, null>(parseRequestId),
    /** Confirmed requests that wait for the rate limit, the next one first. */
    waiting: call<void, readonly WaitingRequest[]>(nothing),
    /** Takes back a waiting request: it becomes a draft. Does nothing if it was sent already. */
    takeBack: call<HandleRef, null>(parseHandle),
    /**
     * The technician's second confirmation of a waiting request that needs it; `request.too-fast` while the limit still
     * holds.
     */
    sendNow: call<HandleRef, null>(parseHandle),
    waitingChanged: signal<readonly WaitingRequest[]>(),
    changed: signal<readonly AssistanceRequest[]>(),
  },
  /** Texts that the signed-in technician typed and did not send or save. A draft is never sent by itself. */
  drafts: {
    list: call<void, readonly Draft[]>(nothing),
    save: call<DraftText, null>(parseDraft),
    discard: call<{ draftId: string }, null>(parseDraftId),
    changed: signal<readonly Draft[]>(),
  },
  /** The language in which the user of a request is spoken to on the phone. */
  phone: {
    /** Null where the technician has not chosen one. */
    language: call<RequestRef, PhoneLanguageId | null>(parseRequestId),
    /** Remembered for the user; `input.invalid` for a request that is not there. */
    choose: call<RequestRef & { language: PhoneLanguageId }, null>(parsePhoneChoice),
    /** Choices were made or deleted. */
    changed: signal<null>(),
  },
  history: {
    /** Half of the sessions of the last three months were ready within this many milliseconds; null with fewer than 20. */
    usual: call<void, number | null>(nothing),
    query: call<HistoryQuery, HistoryPage>(parseQuery, ['main']),
    /** Asks for file and format, then writes. */
    export: call<HistoryExport, ExportAnswer>(parseExport, ['main']),
    cancelExport: call<void, null>(nothing, ['main']),
    /** Main asks the technician in a dialog of its own; nothing is cleared without an answer. */
    clear: call<void, ClearAnswer>(nothing, ['main']),
    changed: signal<null>(),
    /** Null when the export is over. */
    exportProgress: signal<ExportProgress | null>(),
  },
  settings: {
    current: call<void, SettingsView>(nothing),
    change: call<PreferencesPatch, SettingsView>(parsePreferences, ['main']),
    activateProfile: call<{ profileId: string }, SettingsView>(parseProfileId, ['main']),
    removeProfile: call<{ profileId: string }, SettingsView>(parseProfileId, ['main']),
    /** Imports the text of a tenant profile file and makes it the active profile. */
    importProfile: call<{ text: string }, SettingsView>(parseProfileText, ['main']),
    /** Lets the technician choose a profile file; returns unchanged settings when the dialog is closed. */
    importProfileFile: call<void, SettingsView>(nothing, ['main']),
    changed: signal<SettingsView>(),
  },
  app: {
    info: call<void, AppInfo>(nothing),
    copyText: call<{ text: string }, null>(parseCopy),
    dismissNotice: call<{ noticeId: string }, readonly Notice[]>(parseNoticeId, ['main']),
    noticesChanged: signal<readonly Notice[]>(),
    /** Intune asked to wait; requests continue by themselves at that time (ISO 8601). */
    throttled: signal<{ readonly until: string }>(),
    reportPageError: call<{ message: string }, null>(parsePageError),
    /** Opens the main window and shows what the intent asks for. */
    open: call<Intent, null>(parseIntent),
    /** The main window is asked to show something. */
    opened: signal<Intent>(),
    hideQuick: call<void, null>(nothing, ['quick']),
    resizeQuick: call<{ height: number }, null>(parseHeight, ['quick']),
    /** The quick window was just shown; the box takes the focus. */
    quickShown: signal<null>(),
  },
} as const;

export type AppContract = typeof contract;
