// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { joinPiece, boundedTransport } from './bounded.js';
import { electrodeTransport } from './electrode.js';
import { network } from './network.js';
import { periodicFaces } from './periodic_faces.js';
import { permeability } from './permeability.js';
import { regionPermeability } from './region_permeability.js';
import { regionTransport } from './region_transport.js';
import { transport, concentration, transportAxes } from './tortuosity.js';

/** The ops of this folder, as they are declared. */
export const TRANSPORT: readonly AnyOp[] = [
  eraseOp(joinPiece),
  eraseOp(boundedTransport),
  eraseOp(electrodeTransport),
  eraseOp(network),
  eraseOp(periodicFaces),
  eraseOp(permeability),
  eraseOp(regionPermeability),
  eraseOp(regionTransport),
  eraseOp(transport),
  eraseOp(concentration),
  eraseOp(transportAxes),
];
