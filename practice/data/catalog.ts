/** What the practice tenant's devices are made of: kinds, models, versions, with their shares. */
export interface Model {
  readonly manufacturer: string;
  readonly model: string;
  /** '#' is a digit, '?' a letter or digit; a run of them encodes the device's number, so serials are unique. */
  readonly serial: string;
}

export interface DeviceKind {
  readonly share: number;
  readonly code: string;
  readonly operatingSystem: 'Windows' | 'macOS' | 'iOS' | 'Android';
  readonly versions: readonly string[];
  readonly models: readonly Model[];
  readonly enrollments: readonly string[];
  readonly agents: readonly string[];
  readonly owner: 'company' | 'personal';
  readonly userless?: true;
  /** Enrolments for which the connector behind the action has no session: the service refuses. */
  readonly unsupported?: true;
  readonly mobile?: true;
}

const model = (manufacturer: string, name: string, serial: string): Model => ({ manufacturer, model: name, serial });

const windowsVersions = [
  '10.0.26100.4652',
  '10.0.26100.3915',
  '10.0.22631.5472',
  '10.0.22631.4317',
  '10.0.19045.6093',
] as const;

const laptops = [
  model('LENOVO', 'ThinkPad X1 Carbon Gen 12', 'PF??????'),
  model('LENOVO', 'ThinkPad T14s Gen 5', 'PW??????'),
  model('Dell Inc.', 'Latitude 7450', '???????'),
  model('Dell Inc.', 'Precision 5680', '???????'),
  model('HP', 'HP EliteBook 840 14 inch G11', '5CG#######'),
  model('Microsoft Corporation', 'Surface Laptop 6', '0#########57'),
  model('Panasonic', 'CFSV9-5', '4KTSA#######'),
  model('FUJITSU', 'LIFEBOOK U9413', 'R4#######'),
] as const;

const desktops = [
  model('HP', 'HP EliteDesk 800 G9', '8CC#######'),
  model('Dell Inc.', 'OptiPlex 7010', '???????'),
  model('LENOVO', 'ThinkCentre M70q Gen 4', 'YJ??????'),
] as const;

export const deviceKinds: readonly DeviceKind[] = [
  {
    share: 0.47,
    code: 'LT',
    operatingSystem: 'Windows',
    versions: windowsVersions,
    models: laptops,
    enrollments: ['windowsAzureADJoin', 'windowsAzureADJoin', 'windowsAutoEnrollment', 'windowsCoManagement'],
    agents: ['mdm', 'mdm', 'mdm', 'configurationManagerClientMdm'],
    owner: 'company',
  },
  {
    share: 0.13,
    code: 'DT',
    operatingSystem: 'Windows',
    versions: windowsVersions,
    models: desktops,
    enrollments: ['windowsAzureADJoin', 'windowsAutoEnrollment', 'deviceEnrollmentManager'],
    agents: ['mdm'],
    owner: 'company',
  },
  {
    share: 0.03,
    code: 'KS',
    operatingSystem: 'Windows',
    versions: windowsVersions,
    models: desktops,
    enrollments: ['windowsBulkUserless', 'windowsBulkAzureDomainJoin'],
    agents: ['mdm'],
    owner: 'company',
    userless: true,
  },
  {
    share: 0.11,
    code: 'MB',
    operatingSystem: 'macOS',
    versions: ['26.1', '26.0.1', '15.7.2', '14.8.1'],
    models: [
      model('Apple', 'MacBook Pro', 'C02??????'),
      model('Apple', 'MacBook Air', 'FVF??????'),
      model('Apple', 'Mac mini', 'H2W??????'),
    ],
    enrollments: ['appleBulkWithUser', 'userEnrollment'],
    agents: ['mdm', 'mdm', 'mdm', 'jamf'],
    owner: 'company',
  },
  {
    share: 0.12,
    code: 'PH',
    operatingSystem: 'iOS',
    versions: ['26.1', '26.0.1', '18.7.2', '17.7.10'],
    models: [
      model('Apple', 'iPhone 16', 'F2L??????'),
      model('Apple', 'iPhone 15', 'G6T??????'),
      model('Apple', 'iPhone SE', 'FFM??????'),
    ],
    enrollments: ['appleBulkWithUser', 'userEnrollment', 'appleUserEnrollment'],
    agents: ['mdm'],
    owner: 'company',
    mobile: true,
  },
  {
    share: 0.03,
    code: 'TB',
    operatingSystem: 'iOS',
    versions: ['26.1', '18.7.2'],
    models: [model('Apple', 'iPad (10th generation)', 'DMP??????'), model('Apple', 'iPad Pro 11-inch', 'GG7??????')],
    enrollments: ['appleBulkWithoutUser'],
    agents: ['mdm'],
    owner: 'company',
    userless: true,
    mobile: true,
  },
  {
    share: 0.07,
    code: 'AW',
    operatingSystem: 'Android',
    versions: ['16', '15', '14', '13'],
    models: [
      model('samsung', 'SM-S921B', 'R5C????????'),
      model('Google', 'Pixel 9', '4A1????????'),
      model('SONY', 'XQ-ES54', 'HQ6???????'),
    ],
    enrollments: ['userEnrollment'],
    agents: ['googleCloudDevicePolicyController'],
    owner: 'personal',
    mobile: true,
  },
  {
    share: 0.04,
    code: 'AP',
    operatingSystem: 'Android',
    versions: ['15', '14', '13', '11'],
    models: [
      model('samsung', 'SM-A556E', 'R5X????????'),
      model('Zebra Technologies', 'TC58', '2#########'),
      model('Honeywell', 'CT45', '22#######'),
    ],
    enrollments: ['unknown'],
    agents: ['googleCloudDevicePolicyController'],
    owner: 'company',
    unsupported: true,
    mobile: true,
  },
];

export const sites = ['TYO', 'TYO', 'TYO', 'OSA', 'NGO', 'FUK', 'LON', 'BER', 'PAR', 'NYC', 'SEA', 'SYD'] as const;

export const categories = ['Office', 'Field', 'Shared', 'Executive', ''] as const;

/** Cumulative shares. */
export const complianceShares: readonly (readonly [number, string])[] = [
  [0.78, 'compliant'],
  [0.88, 'noncompliant'],
  [0.93, 'inGracePeriod'],
  [0.96, 'unknown'],
  [0.975, 'error'],
  [0.985, 'conflict'],
  [1, 'configManager'],
];

export const carriers = ['NTT DOCOMO', 'KDDI', 'SoftBank', 'EE', 'Vodafone', 'Verizon'] as const;
