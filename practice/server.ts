export { runPracticeCommand } from './server/command';
export type { PracticeServer, PracticeServerOptions } from './server/start';
export { startPracticeServer } from './server/start';
