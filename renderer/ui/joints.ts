/**
 * The pieces of an email address or user name, cut where a line may break: first after "@", and within
 * such a part after a dot.
 */
export const joints = (text: string): readonly (readonly string[])[] =>
  text.split(/(?<=@)(?=.)/u).map((part) => part.split(/(?<=\.)(?=.)/u));
