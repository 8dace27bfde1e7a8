import { eraseOp, type AnyOp } from '../recipe/op.js';
import { network } from './network.js';
import { periodicFaces } from './periodic_faces.js';
import { concentration, transport, transportAxes } from './tortuosity.js';

/** The ops of this folder, as they are declared. */
export const TRANSPORT: readonly AnyOp[] = [
  eraseOp(concentration),
  eraseOp(network),
  eraseOp(periodicFaces),
  eraseOp(transport),
  eraseOp(transportAxes),
];
