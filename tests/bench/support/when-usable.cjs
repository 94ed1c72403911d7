// Loaded with `electron -r` before the app, in the app and in the empty app alike:
// says once on standard output that a box for text has the focus in a window on the screen and has been painted.
const { app } = require('electron');

const usable = `new Promise((settle) => {
  const look = () => {
    const box = document.activeElement;
    if (box instanceof HTMLInputElement && document.visibilityState === 'visible') requestAnimationFrame(() => requestAnimationFrame(() => settle()));
    else requestAnimationFrame(look);
  };
  look();
})`;

app.on('browser-window-created', (_event, window) => {
  window.webContents.once('dom-ready', () => {
    if (window.webContents.getURL().includes('quick')) return;
    void window.webContents.executeJavaScript(usable).then(() => {
      const say = () => process.stdout.write('box is usable\n');
      if (window.isVisible()) say();
      else window.once('show', say);
    });
  });
});
