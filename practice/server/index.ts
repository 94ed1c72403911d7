export { runPracticeCommand } from './command';
export type { PracticeServer } from './start';
export { startPracticeServer } from './start';
