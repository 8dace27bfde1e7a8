import { eraseOp, type AnyOp } from '../recipe/op.js';
import { count } from './count.js';
import { fraction } from './fraction.js';
import { histogram } from './histogram.js';
import { labelCount } from './label_count.js';
import { measure } from './measure.js';
import { moments } from './moments.js';
import { noise } from './noise.js';
import { range } from './range.js';
import { sizeDistribution } from './size_distribution.js';
import { surfaceArea, eulerNumber, meanBreadth } from './surface_area.js';
import { gradientArea } from './gradient_area.js';
import { profile } from './profile.js';
import { chordLengths, linealPath } from './chords.js';
import { twoPoint } from './two_point.js';
import { percolation, porosity } from './connectivity.js';
import { representativeVolume } from './representative_volume.js';
import { joinColumns } from './objects/join_columns.js';
import { pickColumns } from './objects/pick_columns.js';
import { contactTable, objectContacts, objectContactSums } from './objects/object_contacts.js';
import { objectHulls } from './objects/object_hulls.js';
import { objectMoments } from './objects/object_moments.js';
import { objectDigit, percentileTable } from './objects/object_percentile.js';
import { objectSurfaces } from './objects/object_surfaces.js';

/** The ops of this folder, as they are declared. */
export const STATS: readonly AnyOp[] = [
  eraseOp(count),
  eraseOp(fraction),
  eraseOp(histogram),
  eraseOp(labelCount),
  eraseOp(measure),
  eraseOp(moments),
  eraseOp(noise),
  eraseOp(range),
  eraseOp(sizeDistribution),
  eraseOp(surfaceArea),
  eraseOp(eulerNumber),
  eraseOp(meanBreadth),
  eraseOp(profile),
  eraseOp(chordLengths),
  eraseOp(linealPath),
  eraseOp(twoPoint),
  eraseOp(percolation),
  eraseOp(porosity),
  eraseOp(representativeVolume),
  eraseOp(objectMoments),
  eraseOp(objectSurfaces),
  eraseOp(objectHulls),
  eraseOp(objectContacts),
  eraseOp(objectContactSums),
  eraseOp(contactTable),
  eraseOp(objectDigit),
  eraseOp(percentileTable),
  eraseOp(joinColumns),
  eraseOp(pickColumns),
  eraseOp(gradientArea),
];
