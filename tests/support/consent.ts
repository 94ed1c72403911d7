/** A person who agrees to whatever they are asked. */
export const agreed = async (): Promise<boolean> => true;
/** A person who agrees to nothing. */
export const declined = async (): Promise<boolean> => false;
