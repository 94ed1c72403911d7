import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { Messages } from '../../../../shared/i18n';
import type { RunningAssistance } from '../../../assistance/assistance';
import type { PhoneChoices } from '../../../assistance/phone-choices';
import { createNotes } from '../../../history/notes';
import type { Leaving } from '../../../session/leaving';
import { createSessionDesk } from '../../../session/session-desk';
import type { SessionKeeper } from '../../../session/session-keeper';
import type { Dialogs } from '../../dialogs';
import type { AppParts } from './app-handlers';
import { appHandlers } from './app-handlers';
import type { DeviceParts } from './device-handlers';
import { deviceHandlers } from './device-handlers';
import type { HistoryParts } from './history-handlers';
import { historyHandlers } from './history-handlers';
import type { InventoryParts } from './inventory-handlers';
import { inventoryHandlers } from './inventory-handlers';
import { draftHandlers, phoneHandlers, requestHandlers } from './request-handlers';
import { sessionHandlers } from './session-handlers';
import type { SettingsParts } from './settings-handlers';
import { settingsHandlers } from './settings-handlers';

export interface HandlerParts extends DeviceParts {
  readonly keeper: SessionKeeper;
  readonly leaving: Leaving;
  readonly assistance: RunningAssistance;
  readonly phone: PhoneChoices;
  readonly history: Omit<HistoryParts, 'dialogs' | 'messages'>;
  readonly inventory: Omit<InventoryParts, 'dialogs' | 'messages'>;
  readonly settings: Omit<SettingsParts, 'dialogs' | 'messages' | 'mayLeave'>;
  readonly app: AppParts;
  readonly dialogs: Dialogs;
  readonly messages: () => Messages;
}

/** The handlers of every call of the contract. They contain no logic: each delegates to the module that owns it. */
export function createHandlers(parts: HandlerParts): Handlers<AppContract> {
  const { dialogs, messages } = parts;
  return {
    session: sessionHandlers(parts.keeper, createSessionDesk(parts.keeper, parts.leaving)),
    devices: deviceHandlers(parts),
    inventory: inventoryHandlers({ ...parts.inventory, dialogs, messages }),
    requests: requestHandlers(parts.assistance, createNotes({ ...parts.history, running: parts.assistance })),
    drafts: draftHandlers(parts.assistance),
    phone: phoneHandlers(parts.phone),
    history: historyHandlers({ ...parts.history, dialogs, messages }),
    settings: settingsHandlers({
      ...parts.settings,
      mayLeave: () => parts.leaving.mayForPage('switch'),
      dialogs,
      messages,
    }),
    app: appHandlers(parts.app),
  };
}
