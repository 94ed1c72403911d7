/** The only methods that this app uses. */
export type Method = 'GET' | 'POST';

const ID = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';

/**
 * Path templates below the version segment. A path that is not listed cannot be called; that includes wipe and retire.
 */
const templates: Readonly<Record<Method, readonly string[]>> = {
  GET: [
    '/deviceManagement/managedDevices',
    '/deviceManagement/managedDevices/{id}',
    '/deviceManagement/detectedApps',
    '/deviceManagement/detectedApps/{id}/managedDevices',
    '/users',
    '/users/{id}',
    '/users/{id}/managedDevices',
  ],
  POST: [
    '/deviceManagement/managedDevices/{id}/requestRemoteAssistance',
    '/users/{id}/managedDevices/{id}/requestRemoteAssistance',
    '/deviceManagement/detectedApps/{id}/managedDevices/{id}/requestRemoteAssistance',
    '/$batch',
  ],
};

interface Route {
  readonly template: string;
  readonly pattern: RegExp;
}

const compile = (template: string): Route => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('$', '\\$').replaceAll('{id}', () => ID)}$`),
});

const routes: Readonly<Record<Method, readonly Route[]>> = {
  GET: templates.GET.map(compile),
  POST: templates.POST.map(compile),
};

/**
 * The template that allows this call, or null when it must not be made.
 * `path` is a normalised URL path below the version segment, without query.
 */
export function routeOf(method: string, path: string): string | null {
  if (method !== 'GET' && method !== 'POST') return null;
  return routes[method].find((route) => route.pattern.test(path))?.template ?? null;
}
