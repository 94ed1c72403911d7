import type { Component } from 'svelte';
import type { Section } from '../../shared/contract/app';
import type { Messages } from '../../shared/i18n/index';
import type { IconName } from '../ui/icons.gen';
import DevicesScreen from './DevicesScreen.svelte';
import HistoryScreen from './HistoryScreen.svelte';
import type { MainWindow } from './main-window.svelte';
import SettingsSection from './SettingsSection.svelte';

/** One section of the main window: all that the rail, the keys and the window need to know of it. */
export interface SectionEntry {
  readonly id: Section;
  readonly label: (messages: Messages) => string;
  readonly icon: IconName;
  /** While it is the current one. */
  readonly filledIcon: IconName;
  /**
   * Pressed with Ctrl (macOS: Command). A digit also stands for the key at that position, whatever the layout types
   * there.
   */
  readonly key: string;
  /** What happens while no one is signed in: it is shown, the sign-in replaces it, or it cannot be chosen. */
  readonly signedOut: 'open' | 'sign-in' | 'closed';
  /** Element id of its search box; null without one. */
  readonly searchId: string | null;
  readonly component: Component<{ app: MainWindow }>;
}

/** In the order of the rail. */
export const sections: Readonly<Record<Section, SectionEntry>> = {
  devices: {
    id: 'devices',
    label: (m) => m.nav.devices(),
    icon: 'desktop',
    filledIcon: 'desktop-filled',
    key: '1',
    signedOut: 'sign-in',
    searchId: 'device-search',
    component: DevicesScreen,
  },
  history: {
    id: 'history',
    label: (m) => m.nav.history(),
    icon: 'history',
    filledIcon: 'history-filled',
    key: '2',
    signedOut: 'closed',
    searchId: 'history-search',
    component: HistoryScreen,
  },
  settings: {
    id: 'settings',
    label: (m) => m.nav.settings(),
    icon: 'settings',
    filledIcon: 'settings-filled',
    key: '3',
    signedOut: 'open',
    searchId: null,
    component: SettingsSection,
  },
};
