/** Fixed ids of the practice tenant. */
export const TENANT_ID = 'c0a7050d-e5c1-4de0-9b1d-0c7de5c51de0';
export const FOREIGN_TENANT_ID = 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001';
export const CLIENT_ID = 'de5c51de-0000-4000-8000-0c11e47a9901';

/** Hosts on which the practice tenant's session links live. */
export const SESSION_HOSTS: readonly string[] = ['get.teamviewer.com'];
