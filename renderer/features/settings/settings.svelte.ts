import type { PreferencesPatch, SettingsView } from '../../../shared/contract/settings';
import type { Failure, Outcome } from '../../../shared/failure';
import type { AppBridge } from '../../bridge/bridge';
import { follow } from '../../bridge/follow';

/** Preferences and tenant profiles, as the main process stores them. */
export class Settings {
  view = $state.raw<SettingsView | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  readonly #port: AppBridge['settings'];
  readonly #onChange: (view: SettingsView) => void;

  constructor(port: AppBridge['settings'], onChange: (view: SettingsView) => void) {
    this.#port = port;
    this.#onChange = onChange;
  }

  start(): () => void {
    return follow({
      changed: this.#port.changed,
      current: () => this.#port.current(),
      set: (view) => this.#take(view),
      fail: (failure) => {
        this.failure = failure;
      },
    });
  }

  change(patch: PreferencesPatch): Promise<boolean> {
    return this.#run(() => this.#port.change(patch));
  }

  activate(profileId: string): Promise<boolean> {
    return this.#run(() => this.#port.activateProfile({ profileId }));
  }

  remove(profileId: string): Promise<boolean> {
    return this.#run(() => this.#port.removeProfile({ profileId }));
  }

  /** True when a profile was added or another one is active; false also when the technician declined. */
  async importText(text: string): Promise<boolean> {
    const seen = (): string => JSON.stringify([this.view?.profiles, this.view?.activeProfile]);
    const before = seen();
    return (await this.#run(() => this.#port.importProfile({ text }))) && seen() !== before;
  }

  importFile(): Promise<boolean> {
    return this.#run(() => this.#port.importProfileFile());
  }

  #take(view: SettingsView): void {
    this.view = view;
    this.#onChange(view);
  }

  async #run(ask: () => Promise<Outcome<SettingsView>>): Promise<boolean> {
    this.busy = true;
    const outcome = await ask();
    this.busy = false;
    this.failure = outcome.ok ? null : outcome.error;
    if (outcome.ok) this.#take(outcome.value);
    return outcome.ok;
  }
}
