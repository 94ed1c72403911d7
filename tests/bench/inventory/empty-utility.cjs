// A utility process that only waits: what the inventory process is compared with.
process.parentPort.on('message', () => undefined);
process.parentPort.postMessage('ready');
