import { randomUUID } from 'node:crypto';

/** How Entra says each AADSTS code: the OAuth error, a text, and a sub-error where it gives one. */
interface EntraError {
  readonly error: string;
  readonly text: string;
  readonly suberror?: string;
}

const grant = (text: string, suberror?: string): EntraError => ({
  error: 'invalid_grant',
  text,
  ...(suberror === undefined ? {} : { suberror }),
});
const interaction = (text: string, suberror = 'basic_action'): EntraError => ({
  error: 'interaction_required',
  text,
  suberror,
});

const errors: Readonly<Record<number, EntraError>> = {
  28002: {
    error: 'invalid_scope',
    text: 'Provided value for the input parameter scope is not valid when requesting an access token.',
  },
  50011: {
    error: 'invalid_request',
    text: 'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
  },
  50020: {
    error: 'invalid_request',
    text: 'User account from identity provider does not exist in tenant and cannot access the application in that tenant.',
  },
  50034: grant('The user account does not exist in the directory.'),
  50053: grant(
    'The account is locked, you have tried to sign in too many times with an incorrect user ID or password.',
  ),
  50055: grant('The password is expired.'),
  50057: grant('The user account is disabled.'),
  50058: { error: 'login_required', text: 'A silent sign-in request was sent but no user is signed in.' },
  50072: interaction(
    'Due to a configuration change made by your administrator, you must enroll in multi-factor authentication to access this resource.',
  ),
  50074: interaction('Strong Authentication is required.'),
  50076: interaction(
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access this resource.',
  ),
  50079: interaction(
    'Due to a configuration change made by your administrator, you must enroll in multi-factor authentication to access this resource.',
  ),
  50097: interaction('Device authentication is required.', 'message_only'),
  50105: {
    error: 'interaction_required',
    text: 'Your administrator has configured the application to block users unless they are specifically granted access.',
  },
  50126: grant('Error validating credentials due to invalid username or password.'),
  50129: grant('Device is not workplace joined. Workplace join is required to register the device.'),
  50131: grant('Device is not in required device state, or the request was blocked by policy.', 'message_only'),
  50132: grant('The session is not valid due to password expiration or recent password change.', 'bad_token'),
  50133: grant('Session is invalid due to expiration or recent password change.', 'bad_token'),
  50158: interaction('External security challenge not satisfied.'),
  50173: grant('The provided grant has expired due to it being revoked, a fresh auth token is needed.', 'bad_token'),
  50194: {
    error: 'invalid_request',
    text: 'Application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps.',
  },
  53000: grant('Device is not in required device state: compliant.', 'message_only'),
  53001: grant('Device is not in required device state: domain_joined.', 'message_only'),
  53003: {
    error: 'access_denied',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    suberror: 'message_only',
  },
  65001: grant(
    'The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.',
    'consent_required',
  ),
  65004: { error: 'access_denied', text: 'User declined to consent to access the app.' },
  70000: grant('Provided grant is invalid or malformed.', 'bad_token'),
  70001: { error: 'unauthorized_client', text: 'The application is not supported for this account or is disabled.' },
  70008: grant('The provided authorization code or refresh token has expired due to inactivity.', 'token_expired'),
  70011: {
    error: 'invalid_scope',
    text: 'The provided request must include a scope input parameter. The provided value for the input parameter scope is not valid.',
  },
  70043: grant(
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
    'bad_token',
  ),
  90002: {
    error: 'invalid_request',
    text: 'Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.',
  },
  90014: { error: 'invalid_request', text: 'The required field is missing from the credential.' },
  90023: { error: 'invalid_request', text: 'The request is not valid for the application.' },
  90038: { error: 'invalid_request', text: 'Tenant request has been redirected to the national cloud.' },
  90072: {
    error: 'invalid_request',
    text: 'User account from an external identity provider does not exist in tenant and cannot access the application in that tenant.',
  },
  90094: {
    error: 'consent_required',
    text: 'An administrator of the organisation has set a policy that requires admin consent.',
  },
  90095: {
    error: 'consent_required',
    text: 'Admin consent is required, a request for approval can be sent to the admin.',
  },
  500208: { error: 'invalid_request', text: 'The domain is not a valid login domain for the account type.' },
  501481: grant('The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  530032: grant('The request was blocked by the tenant security policy.', 'message_only'),
  650056: {
    error: 'access_denied',
    text: 'Misconfigured application: the client has not listed any permissions in its registration, or the admin has not consented.',
  },
  650057: {
    error: 'invalid_resource',
    text: 'The client has requested access to a resource which is not listed in the requested permissions in the client’s application registration.',
  },
  700016: {
    error: 'unauthorized_client',
    text: 'The application with this identifier was not found in the directory.',
  },
  700082: grant('The refresh token has expired due to inactivity.', 'bad_token'),
  7000112: { error: 'unauthorized_client', text: 'The application is disabled.' },
  7000218: {
    error: 'invalid_client',
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
};

/** The body of a failed token request, or the members of a failed form post. */
export interface EntraErrorBody {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly error_uri: string;
  readonly suberror?: string;
}

export interface EntraErrorContext {
  readonly now: number;
  readonly authority: string;
  readonly correlationId?: string | null;
  /** Replaces the stock text. */
  readonly detail?: string;
}

/** Any code can be asked for; those outside the table answer as invalid_grant. */
export function entraError(code: number, { now, authority, correlationId, detail }: EntraErrorContext): EntraErrorBody {
  const known = errors[code] ?? grant('The request could not be completed.');
  const trace = randomUUID();
  const correlation = correlationId ?? randomUUID();
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    error: known.error,
    error_description: `AADSTS${code}: ${detail ?? known.text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `${authority}/error?code=${code}`,
    ...(known.suberror === undefined ? {} : { suberror: known.suberror }),
  };
}
