import type { RepresentativeVolume, Sensitivity } from 'voxmetry';
import type { Session } from '../session/session.js';

/** The sections of a report, in the order that they have if nothing is said. */
export const REPORT_SECTIONS = [
  'summary',
  'pictures',
  'phases',
  'distributions',
  'tables',
  'profiles',
  'certainty',
  'methods',
  'files',
  'recipe',
  'reproduce',
] as const;

/** A section of a report. */
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/** A picture of a report. */
export interface ReportPicture {
  /** What it shows. */
  readonly caption: string;
  /** The picture: a data URL of a PNG, `data:image/png;base64,…`. */
  readonly png: string;
  /** Its scale in words, such as '0.4 µm per pixel'; said behind the caption. */
  readonly scale?: string;
}

/** How sure a number is: what `<vox-certainty>` finds out. */
export interface ReportCertainty {
  /** What is measured, as 'Porosity'. */
  readonly title: string;
  /** Which number of the sensitivity and of the representative volume it is. */
  readonly measure: 'fraction' | 'surface';
  /** The number, as its measure gives it. */
  readonly value: number;
  /** '%' of a fraction, which is shown as 100 times itself; else as it is. */
  readonly unit: string;
  /** The 95 % interval of sampling; null where there is none. */
  readonly sampling: readonly [lo: number, hi: number] | null;
  /** Why there is no interval of sampling; '' where there is one. */
  readonly samplingReason: string;
  /** What the threshold does to it; null where that cannot be told. */
  readonly sensitivity: Sensitivity | null;
  /** Why there is no sensitivity; '' where there is one. */
  readonly sensitivityReason: string;
  /** How large a volume is needed; null where that cannot be told. */
  readonly representative: RepresentativeVolume | null;
  /** Why there is no representative volume; '' where there is one. */
  readonly representativeReason: string;
  /** The voxels of the volume. */
  readonly voxels: number;
}

/** What goes into a report. */
export interface ReportOptions {
  /** The session whose results are reported; nothing is computed. */
  readonly session: Session;
  /** Default: the title of the study. */
  readonly title?: string;
  /** Who wrote it; default none. */
  readonly author?: string;
  /** The day, as it is printed; default today, as 2026-01-31. */
  readonly date?: string;
  /** What is known of the sample, by name: batch, calendering, position. Default none. */
  readonly sample?: Readonly<Record<string, string>>;
  /** Which sections, in which order; default {@link REPORT_SECTIONS}. Empty ones are left out. */
  readonly sections?: readonly ReportSection[];
  /** Default none. */
  readonly pictures?: readonly ReportPicture[];
  /** Default none. */
  readonly certainty?: readonly ReportCertainty[];
  /** The address of a workbench that opens reports, http or https; default none. */
  readonly workbench?: string;
  /** Default 'en'. */
  readonly language?: 'en' | 'de';
}
