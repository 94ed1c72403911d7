import type { HostView, TenantHosts } from '../../shared/contract/session';
import type { Messages } from '../../shared/i18n';
import { cloudRoots } from '../settings/clouds';
import { hostsOf } from '../settings/hosts';
import type { ProfileChange, TenantProfile } from '../settings/port';
import type { Question } from './question';

/** Asks whether a profile may be connected or replaced; lists every host that main would connect to. */
export function profileQuestion(messages: Messages, change: Exclude<ProfileChange, { kind: 'known' }>): Question {
  const { dialog } = messages;
  const { profile } = change;
  const lines = [dialog.profile.tenantId({ id: profile.tenantId }), ...hostLines(messages, profile), ''];
  if (change.kind === 'add') {
    const twin = change.isNamedLikeAnother ? [dialog.profile.twin()] : [];
    const where = change.isFound === true ? [dialog.profile.found()] : [];
    return {
      title: dialog.profile.title(),
      message: dialog.profile.add({ name: profile.name }),
      detail: [...lines, ...where, ...twin, dialog.profile.advice()].join('\n'),
      keep: dialog.profile.keep(),
      proceed: dialog.profile.proceed(),
    };
  }
  const { before } = change;
  return {
    title: dialog.profile.replaceTitle(),
    message: dialog.profile.replace({ name: profile.name, before: before.name }),
    detail: [
      ...lines,
      dialog.profile.replaced(),
      ...hostLines(messages, before),
      '',
      dialog.profile.replaceAdvice(),
    ].join('\n'),
    keep: dialog.profile.keepOld(),
    proceed: dialog.profile.proceedReplace(),
  };
}

/** Asks whether a profile and its stored data may be deleted. */
export const removeQuestion = (messages: Messages, { name, tenantId }: TenantProfile): Question => ({
  title: messages.dialog.profile.removeTitle(),
  message: messages.settings.tenantRemoveTitle({ name }),
  detail: [messages.dialog.profile.tenantId({ id: tenantId }), '', messages.settings.tenantRemoveBody()].join('\n'),
  keep: messages.settings.tenantKeep(),
  proceed: messages.settings.tenantRemove(),
});

function hostLines(messages: Messages, { cloud, sessionHosts }: TenantProfile): readonly string[] {
  const { signIn, graph, sessions }: TenantHosts = hostsOf(cloudRoots(cloud), sessionHosts);
  return [
    line(messages, messages.hosts.signIn(), signIn),
    line(messages, messages.hosts.graph(), graph),
    ...sessions.map((host) => line(messages, messages.hosts.sessions(), host)),
  ];
}

/** The host as it is connected to comes first: its readable form is what can deceive. */
function line({ dialog, hosts }: Messages, label: string, { host, readable, doubt }: HostView): string {
  const parts = [
    dialog.profile.host({ label, host }),
    ...(readable === null ? [] : [hosts.readable({ readable })]),
    ...(doubt === null ? [] : [`⚠ ${doubt === 'pretends' ? hosts.doubtPretends() : hosts.doubtLetters()}`]),
  ];
  return parts.join('\n    ');
}
