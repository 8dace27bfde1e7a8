export {
  REPORT_SECTIONS,
  type ReportCertainty,
  type ReportOptions,
  type ReportPicture,
  type ReportSection,
} from './options.js';
export { reportHtml } from './report_html.js';
export { resultsCsv } from './results_csv.js';
export { studyNotebook } from './study_notebook.js';
export { studyOfReport } from './study_of_report.js';
