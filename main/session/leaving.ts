import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';

/** Why the signed-in technician leaves: sign-out, a switch of account or tenant, or the end of the app. */
export type Departure = 'sign-out' | 'switch' | 'quit';

export interface AtStake {
  readonly departure: Departure;
  /** Requests whose outcome is not known yet, including those that wait to be sent. */
  readonly count: number;
}

export interface Leaving {
  /** True when nothing would be missed, or the technician confirms. */
  may(departure: Departure): Promise<boolean>;
  /** The computer shuts down or the desktop session ends: from now on nothing is asked. */
  sessionEnds(): void;
}

const untold: readonly RequestState[] = ['sending', 'accepted', 'waiting'];

/** Whether the technician has yet to learn how the request ends. */
export const isUntold = ({ state }: AssistanceRequest): boolean => untold.includes(state);

/** How many requests the technician does not know the outcome of; `waiting`: those that are not sent yet. */
export const underWayCount = (requests: readonly AssistanceRequest[], waiting: readonly unknown[]): number =>
  requests.filter(isUntold).length + waiting.length;

/** Asks before the technician leaves while requests are under way, because their outcome would be missed. */
export function createLeaving(underWay: () => number, ask: (stake: AtStake) => Promise<boolean>): Leaving {
  let isEnding = false;
  return {
    async may(departure) {
      const count = underWay();
      return isEnding || count === 0 || (await ask({ departure, count }));
    },
    sessionEnds() {
      isEnding = true;
    },
  };
}
