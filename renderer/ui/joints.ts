/** Splits an email address or user name where a line may break: first after "@", then within each part after a dot. */
export const joints = (text: string): readonly (readonly string[])[] =>
  text.split(/(?<=@)(?=.)/u).map((part) => part.split(/(?<=\.)(?=.)/u));
