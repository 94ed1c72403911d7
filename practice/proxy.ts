import type { FaultRule } from './faults';

/** The answer of a company proxy in place of the service. Its host name is reserved, so it can never be reached. */
interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PROXY = 'proxy.contoso.example';
const VIA = `1.1 ${PROXY} (squid/5.7)`;
const page = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

export const proxyPage = ({ status = 403 }: FaultRule): ProxyAnswer => ({
  status,
  headers: {
    'Content-Type': 'text/html;charset=utf-8',
    Via: VIA,
    Server: 'squid/5.7',
    ...(status === 403 ? { 'X-Squid-Error': 'ERR_ACCESS_DENIED 0' } : {}),
  },
  body: page('ERROR: The requested URL could not be retrieved'),
});

export const proxyRefusal = (rule: FaultRule): ProxyAnswer => {
  const { headers, ...answer } = proxyPage({ ...rule, status: rule.status ?? 403 });
  const { 'X-Squid-Error': _, ...own } = headers;
  return { ...answer, headers: { ...own, 'Proxy-Status': `${PROXY}; error=http_request_denied` } };
};

export const proxySignIn = ({ body }: FaultRule): ProxyAnswer => ({
  status: 407,
  headers: {
    'Content-Type': 'text/html;charset=utf-8',
    Via: VIA,
    'Proxy-Authenticate': typeof body === 'string' ? body : 'Basic realm="Contoso"',
  },
  body: page('Cache Access Denied'),
});
