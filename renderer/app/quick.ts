import '../ui/base.css';
import { mount } from 'svelte';
import { theBridge } from '../bridge/bridge';
import { reportPageErrors } from './page-errors';
import QuickApp from './QuickApp.svelte';

const bridge = theBridge();
reportPageErrors(bridge.app);
mount(QuickApp, { target: document.body, props: { bridge } });
