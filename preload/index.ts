import { contextBridge, ipcRenderer } from 'electron';
import { contract } from '../shared/contract';
import { createBridge } from './bridge';

const bridge = createBridge(contract, {
  invoke: (channel, input) => ipcRenderer.invoke(channel, input),
  on(channel, listener) {
    const relay = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, relay);
    return () => void ipcRenderer.off(channel, relay);
  },
});

contextBridge.exposeInMainWorld('deskside', bridge);
