/**
 * The text of the worker that inflates. The build puts it here; where the source runs as it is,
 * there is none.
 */
export const INFLATE_SOURCE: string | undefined = undefined;
