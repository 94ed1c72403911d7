/** An entry of Intune's audit log, in Graph's words. */
export interface AuditEvent {
  readonly id: string;
  readonly displayName: string;
  readonly componentName: string;
  readonly activity: string;
  readonly activityDateTime: string;
  readonly activityType: string;
  readonly activityOperationType: string;
  readonly activityResult: string;
  readonly correlationId: string;
  readonly category: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
}
