import '../ui/base.css';
import { mount } from 'svelte';
import { theBridge } from '../bridge/bridge';
import App from './App.svelte';
import { reportPageErrors } from './page-errors';

const bridge = theBridge();
reportPageErrors(bridge.app);
mount(App, { target: document.body, props: { bridge } });
