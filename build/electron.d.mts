/** The folder of the Electron distribution in use. */
export function electronFolder(): string;
/** The Electron program to start. */
export function electronPath(): string;
/** Its version, such as `45.4.1`. */
export function electronVersion(): string;
/** Whether it is the stand-in (or another unofficial distribution), which must never be released. */
export function isStandIn(): boolean;
/** Words every start needs: Chromium refuses its sandbox to root on Linux. */
export function launchArgs(): string[];
