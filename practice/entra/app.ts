import { Hono } from 'hono';
import { TENANT_ID } from '../identity';
import type { Tenant } from '../tenant';
import { authorizeEndpoint } from './authorize';
import { entraError } from './errors';
import { openIdConfiguration } from './metadata';
import { errorPage, signedOutPage } from './pages';
import { signing } from './signing';
import { tokenEndpoint } from './token';

/** Names under which Entra serves applications of many tenants; the practice registration has one. */
const SHARED_TENANTS = ['common', 'organizations', 'consumers'];

/** The Entra model: sign-in pages and token endpoints below /{tenant}. */
export function createEntra(tenant: Tenant): Hono {
  const app = new Hono();
  const { authority, graph } = tenant.origin;
  app.use('/:tenant/*', async (context, next) => {
    const named = context.req.param('tenant').toLowerCase();
    if (named === TENANT_ID) return next();
    const code = SHARED_TENANTS.includes(named) ? 50194 : 90002;
    const body = entraError(code, { now: tenant.clock.now(), authority });
    return context.req.path.endsWith('/authorize') ? errorPage(body.error_description) : context.json(body, 400);
  });
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (context) =>
    context.json(openIdConfiguration(authority, graph, TENANT_ID)),
  );
  app.get('/:tenant/discovery/v2.0/keys', async (context) => context.json(await signing.keys()));
  app.on(['GET', 'POST'], '/:tenant/oauth2/v2.0/authorize', (context) => authorizeEndpoint(tenant, context.req.raw));
  app.post('/:tenant/oauth2/v2.0/token', (context) => tokenEndpoint(tenant, signing, context.req.raw));
  app.get('/:tenant/oauth2/v2.0/logout', () => signedOutPage());
  return app;
}
