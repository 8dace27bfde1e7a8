/** Lines of eights that one invocation of `nlmWeights` owns, and their length. */
export const NLM_BLOCK = { lines: 4, length: 16 } as const;
