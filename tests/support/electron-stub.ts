/**
 * What `import 'electron'` means in a plain Node test: nothing is there.
 * Code that needs more belongs behind a port, with a fake of the port in its test.
 */
export const app = undefined;
export const ipcMain = undefined;
export const shell = undefined;

const electron = { app, ipcMain, shell };
export default electron;
