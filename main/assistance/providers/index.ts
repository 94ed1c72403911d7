import type { Provider } from '../../../shared/contract/requests';
import type { GraphPort } from '../../graph/port';
import type { AssistanceProvider } from '../provider';
import { intuneProvider } from './intune';

/** One line for each provider that this version knows. */
const known: Readonly<Record<AssistanceProvider['id'], (graph: GraphPort) => AssistanceProvider>> = {
  graph: intuneProvider,
};

/** Creates the provider that a profile names; null for a provider of a later version. */
export const providerFor = (id: Provider, graph: GraphPort): AssistanceProvider | null =>
  id === 'other' ? null : known[id](graph);
