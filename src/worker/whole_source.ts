/**
 * The text of the whole worker in one file, with all that it ever loads but h5wasm. The build puts
 * it here; where the source runs as it is, there is none.
 */
export const WHOLE_SOURCE: string | undefined = undefined;
