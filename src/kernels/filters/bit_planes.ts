/** Voxels of a row that one word of a bit plane stands for, without the 4 on either side. */
export const GROUP = 24;
