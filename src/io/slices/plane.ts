import type { Dtype, GridArray } from '../../recipe/dtype.js';

/** An image of one slice, decoded: its values, those of a pixel's channels side by side. */
export interface DecodedPlane {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: GridArray;
  /** Whether values are numbers of a colour map. */
  readonly indexed: boolean;
}

/** What the header of an image says, before it is decoded. */
export interface PlaneFacts {
  readonly width: number;
  readonly height: number;
  readonly dtype: Dtype;
  readonly channels: number;
}

/** How images of a format are read. */
export interface PlaneFormat {
  readonly name: string;
  /** Bytes at the start that `facts` needs. */
  readonly headBytes: number;
  facts(bytes: Uint8Array<ArrayBuffer>, name: string): PlaneFacts;
  decode(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<DecodedPlane> | DecodedPlane;
}
