/** The pieces of an email address or user name, cut where a line may break: after "@" and after a dot. */
export const joints = (text: string): readonly string[] => text.split(/(?<=[@.])(?=.)/u);
