// The words of the panels of report and certainty, in English; `report_strings_de.ts` has the
// German ones.

/** The words of the panels of report and certainty. */
export type ReportStrings = Readonly<Record<keyof typeof en, string>>;

export const en = {
  certainty: 'Certainty',
  measure: 'Measure',
  noMeasure: 'Add a fraction, a porosity or a surface area of a mask: it has a certainty.',
  offBy: 'Threshold off by ±',
  offByHint: 'In grey levels; left empty, the noise of the volume.',
  compute: 'How sure is it?',
  computing: 'Measuring at many thresholds',
  stale: 'stale: the study was changed since',
  notOpen: 'The step has an error, or its volume is not open.',
  otherEstimator: 'the surface is measured here by crossings or faces, with an open border',
  badDelta: 'a number above 0',
  title: 'Title',
  author: 'Author',
  sample: 'Sample',
  sampleName: 'Name',
  sampleValue: 'Value',
  addSample: 'Add a line',
  removeSample: 'Remove {name}',
  sections: 'Sections',
  up: '{name} up',
  down: '{name} down',
  preview: 'Preview',
  save: 'Save as HTML',
  print: 'Print',
  csv: 'Save numbers as CSV',
  noSession: 'No study is open.',
  making: 'writing …',
  frame: 'Preview of the report',
};
