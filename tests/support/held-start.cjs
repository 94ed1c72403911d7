// Loaded with `electron -r` before the app: the app becomes ready only when the test runner has attached itself.
// A window that is created while the runner attaches can otherwise be left waiting for its debugger forever.
// The runner calls `__playwright_run` once it has attached to everything that exists by then.
const { app } = require('electron');

const ready = app.whenReady();
const attached = new Promise((settle) => {
  globalThis.__playwright_run = () => settle();
});

app.whenReady = () => attached.then(() => ready);
