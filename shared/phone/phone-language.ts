/** One language of the sentence that a technician says on the phone. Each has a file of its own. */
export interface PhoneLanguage {
  /** Its own name, as the menu shows it. */
  readonly name: string;
  /** What to say: one or two short sentences, polite, without names that are hard to pronounce. */
  readonly sentence: string;
  /** Country domains, lower case and without the dot, whose people are spoken to in this language. */
  readonly domains: readonly string[];
  /** Matches one letter that only this language uses. Left out when its letters are those of many languages. */
  readonly ownLetter?: RegExp;
  /** Matches one letter that a few languages share: it decides where the domain says nothing else. */
  readonly sharedLetter?: RegExp;
  /** Country domains of the others that use the shared letters. */
  readonly sharedWith?: readonly string[];
}
