import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';

/** Why the signed-in person goes: they sign out, another account or tenant comes, or the app ends. */
export type Departure = 'sign-out' | 'switch' | 'quit';

export interface AtStake {
  readonly departure: Departure;
  /** Requests whose outcome is not known yet, those that wait to be sent among them. */
  readonly count: number;
}

export interface Leaving {
  /** True when nothing would be missed, or the person goes all the same. */
  may(departure: Departure): Promise<boolean>;
  /** The computer shuts down or the session of the desktop ends: from now on nobody is asked. */
  sessionEnds(): void;
}

const untold: readonly RequestState[] = ['sending', 'accepted', 'waiting'];

/** The person waits to hear how it ends. */
export const isUntold = ({ state }: AssistanceRequest): boolean => untold.includes(state);

/** Whoever goes while requests are on their way is told what they will not hear. */
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
