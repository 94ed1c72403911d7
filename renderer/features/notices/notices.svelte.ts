import type { AppInfo, Notice } from '../../../shared/contract/app';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

type Port = Pick<AppBridge['app'], 'info' | 'dismissNotice' | 'noticesChanged'>;

/** Notices from the start and from background work, until they are dismissed; and the facts about the app. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  info = $state.raw<AppInfo | null>(null);

  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
  }

  start(): () => void {
    return follow({
      changed: this.#port.noticesChanged,
      current: async () => {
        const outcome = await this.#port.info();
        if (!outcome.ok) return outcome;
        this.info = outcome.value;
        return { ok: true, value: outcome.value.notices };
      },
      set: (list) => {
        this.list = list;
      },
    });
  }

  async dismiss(noticeId: string): Promise<void> {
    const outcome = await this.#port.dismissNotice({ noticeId });
    if (outcome.ok) this.list = outcome.value;
  }
}
