// The least an Electron app with a box for text can do.
const { join } = require('node:path');
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  void window.loadFile(join(__dirname, 'index.html'));
});
