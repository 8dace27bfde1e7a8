/** Words of a slot of the table of `objectContactsKernel`. */
export const CONTACT_WORDS = 15;
