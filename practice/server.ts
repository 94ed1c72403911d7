export { runPracticeCommand } from './server/command';
export type { PracticeServer } from './server/start';
export { startPracticeServer } from './server/start';
