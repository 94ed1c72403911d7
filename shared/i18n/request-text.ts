import type { AssistanceRequest, ConfirmCard, RequestSubject } from '../contract/requests';
import { answerDates } from '../contract/requests';
import { failureText } from './failure-text';
import type { Formats } from './format';
import type { Locale } from './index';
import { messagesFor } from './index';
import type { Messages } from './messages.gen';
import { noteText } from './note-text';
import { sentences } from './sentences';
import { stateLabel } from './state-text';

/** The message to the user of the device, in the user's language. */
export function userMessage(locale: Locale, subject: Pick<RequestSubject, 'deviceName' | 'userName'>): string {
  const { named, anonymous } = messagesFor(locale).userMessage;
  const device = subject.deviceName;
  return subject.userName === '' ? anonymous({ device }) : named({ name: subject.userName, device });
}

/**
 * What an administrator needs to know about a device that cannot be helped this way. Notes that block contain no time.
 */
export function blockedRequest(
  messages: Messages,
  formats: Formats,
  { device, notes }: Pick<ConfirmCard, 'device' | 'notes'>,
): string {
  const reason = notes
    .filter(({ grade }) => grade === 'blocks')
    .map((note) => noteText(messages, formats, note, 0).text);
  const { name, serial, os, osVersion, enrollment } = device;
  return messages.admin.device({
    device: name,
    serial: serial || '–',
    os: `${os} ${osVersion}`.trim(),
    enrollment: enrollment || '–',
    reason: sentences(...reason),
  });
}

/** The record of one request for a ticket, as plain text. The session link is not in it. */
export function workNote(messages: Messages, formats: Formats, request: AssistanceRequest): string {
  const { subject } = request;
  const person = subject.upn === '' ? subject.userName : `${subject.userName} (${subject.upn})`;
  const failure = request.failure === null ? '' : failureText(messages, request.failure).title;
  const rows: readonly (readonly [string, string])[] = [
    [messages.card.serial(), subject.serial],
    [messages.card.person(), person],
    [messages.card.tenant(), subject.tenantName],
    [messages.card.account(), subject.account],
    [messages.card.ticket(), request.ticket],
    [messages.card.reason(), request.reason],
    [messages.workNote.outcome(), [stateLabel(messages, request.state), failure].filter(Boolean).join(': ')],
    [messages.request.note(), request.note],
    [messages.workNote.requestIds(), request.graphRequestIds.join(', ')],
    [messages.workNote.answeredAt(), answerDates(request).join(', ')],
  ];
  const steps = request.steps.map(
    (step) => `- ${formats.dateTime(Date.parse(step.at))} ${stateLabel(messages, step.state)}`,
  );
  return [
    messages.workNote.title({ device: subject.deviceName }),
    ...rows.flatMap(([label, value]) => (value === '' ? [] : [messages.workNote.line({ label, value })])),
    `${messages.workNote.steps()}:`,
    ...steps,
  ].join('\n');
}
