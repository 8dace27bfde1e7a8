/**
 * The colours of Okabe and Ito, which the colour-blind tell apart, in the order of phases: those
 * that views give to phases as well.
 */
const OKABE_ITO = [
  '#56b4e9',
  '#e69f00',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#999999',
];

/** The colour of a phase; those beyond the eighth begin anew. */
export function phaseColor(phase: number): string {
  return OKABE_ITO[phase % OKABE_ITO.length]!;
}
