/** What the buffers of conductances hold, as `FORM` says. */
export const CONDUCTANCE_FORM = { links: 0, classes: 1 } as const;
