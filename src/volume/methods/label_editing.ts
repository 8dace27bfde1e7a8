import { Grid } from '../grid.js';
import type { Labels } from '../labels.js';

/** What makes other labels of labels. */
export abstract class LabelEditing extends Grid<Uint32Array<ArrayBuffer>, Labels> {}
