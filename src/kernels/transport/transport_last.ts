/** Places of a vector that `transportLast` holds, of three unknowns each. */
export const LAST_PLACES = 216;
