import type { AssistanceRequest, RequestState } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';

/** Why the signed-in technician leaves: sign-out, a switch of account or tenant, or the end of the app. */
export type Departure = 'sign-out' | 'switch' | 'quit';

export interface AtStake {
  readonly departure: Departure;
  /** Requests whose outcome is not known yet, including those that wait to be sent. */
  readonly count: number;
}

type May = Promise<Outcome<boolean>>;

export interface Leaving {
  /**
   * For everything that a page can cause. True when nothing would be missed, or the technician confirms; a failure when
   * they could not be asked, see `Questions`.
   */
  mayForPage(departure: Departure): May;
  /** The same for the tray, the menu and the app itself, which no page can use. */
  mayForTechnician(departure: Departure): May;
  /** The computer shuts down or the desktop session ends: from now on nothing is asked. */
  sessionEnds(): void;
}

/** Who asks the technician whether to leave; see `Questions`. */
export interface LeavingQuestions {
  forPage(stake: AtStake): May;
  forTechnician(next: () => AtStake | null): May;
}

const underWayStates: readonly RequestState[] = ['sending', 'accepted', 'waiting'];

/** Whether the technician has yet to learn how the request ends. */
export const isUnderWay = ({ state }: AssistanceRequest): boolean => underWayStates.includes(state);

/** How many requests the technician does not know the outcome of; `waiting`: those that are not sent yet. */
export const underWayCount = (requests: readonly AssistanceRequest[], waiting: readonly unknown[]): number =>
  requests.filter(isUnderWay).length + waiting.length;

/** Asks before the technician leaves while requests are under way, because their outcome would be missed. */
export function createLeaving(underWay: () => number, ask: LeavingQuestions): Leaving {
  let isEnding = false;
  const stakeOf = (departure: Departure): AtStake | null => {
    const count = underWay();
    return isEnding || count === 0 ? null : { departure, count };
  };
  return {
    async mayForPage(departure) {
      const stake = stakeOf(departure);
      return stake === null ? ok(true) : ask.forPage(stake);
    },
    async mayForTechnician(departure) {
      // Without a question that would have to wait for the one that is open.
      return stakeOf(departure) === null ? ok(true) : ask.forTechnician(() => stakeOf(departure));
    },
    sessionEnds() {
      isEnding = true;
    },
  };
}
